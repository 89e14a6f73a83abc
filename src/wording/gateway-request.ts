import { fillSlots, type Slot, type Slotted } from './slots.ts'

/** A JSON value whose texts have places to fill in. */
export type SlottedJson =
  | { readonly kind: 'text'; readonly slotted: Slotted }
  | { readonly kind: 'plain'; readonly value: number | boolean | null }
  | { readonly kind: 'list'; readonly items: readonly SlottedJson[] }
  | { readonly kind: 'object'; readonly fields: readonly (readonly [string, SlottedJson])[] }

export type SlottedFields = readonly (readonly [string, Slotted])[]

/** The request that a gateway wants for one message, as its section of channels.yaml describes it. */
export interface RequestDescription {
  readonly method: 'GET' | 'POST'
  /** http or https; may have a query of its own. */
  readonly url: string
  readonly query: SlottedFields
  /** Names in lower case. */
  readonly headers: SlottedFields
  readonly body:
    | { readonly kind: 'none' }
    | { readonly kind: 'form'; readonly fields: SlottedFields }
    | { readonly kind: 'json'; readonly value: SlottedJson }
}

/** A message in the words of a description. */
export type SlotValues = Readonly<Record<Slot, string>>

export interface WrittenRequest {
  readonly method: 'GET' | 'POST'
  readonly url: URL
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | null
}

const filled = (fields: SlottedFields, values: SlotValues): [string, string][] =>
  fields.map(([name, value]) => [name, fillSlots(value, values)])

const filledJson = (node: SlottedJson, values: SlotValues): unknown => {
  switch (node.kind) {
    case 'text':
      return fillSlots(node.slotted, values)
    case 'plain':
      return node.value
    case 'list':
      return node.items.map((item) => filledJson(item, values))
    case 'object':
      return Object.fromEntries(node.fields.map(([name, value]) => [name, filledJson(value, values)]))
  }
}

/**
 * Writes the request for one message. Whatever the text holds stays within its field: values are filled into a tree or
 * a list of fields first and written as JSON, form or query afterwards, never pasted into it.
 */
export const writeRequest = (description: RequestDescription, values: SlotValues): WrittenRequest => {
  const { method, body } = description
  const url = new URL(description.url)
  for (const [name, value] of filled(description.query, values)) url.searchParams.append(name, value)
  const headers = Object.fromEntries(filled(description.headers, values))
  switch (body.kind) {
    case 'none':
      return { method, url, headers, body: method === 'GET' ? null : '' }
    case 'form': {
      const form = new URLSearchParams(filled(body.fields, values))
      const type = 'application/x-www-form-urlencoded'
      return { method, url, headers: { 'content-type': type, ...headers }, body: form.toString() }
    }
    case 'json': {
      const text = JSON.stringify(filledJson(body.value, values))
      return { method, url, headers: { 'content-type': 'application/json', ...headers }, body: text }
    }
  }
}
