import type { FastifyRequest } from 'fastify'
import type { Fault } from '../errors.ts'
import type { HeardField, ReceiptRule, ReplyRule } from '../mobilisation/gateway-hearing.ts'
import { jsonAt, jsonField } from '../mobilisation/gateway-words.ts'
import { readJsonBody } from './json-body.ts'
import { bytesOf } from './request-reading.ts'

export type HeardItems =
  | { readonly kind: 'items'; readonly items: readonly HeardField[] }
  | { readonly kind: 'unreadable'; readonly faults: readonly Fault[] }

/** More go into several requests. */
const MOST_ITEMS = 1_000

/** Fields by their own name first, so that one with a dot in it is found too; an empty one is not there. */
const fieldsIn =
  (value: unknown): HeardField =>
  (path) => {
    const own: unknown =
      typeof value === 'object' && value !== null ? Object.entries(value).find(([key]) => key === path)?.[1] : undefined
    const found = typeof own === 'string' ? own : jsonField(value, path)
    return found === null || found.trim() === '' ? null : found
  }

const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value)

const listIn = (value: unknown, list: string): HeardItems => {
  const found = list === '' ? value : jsonAt(value, list)
  if (isList(found) && found.length <= MOST_ITEMS) return { kind: 'items', items: found.map(fieldsIn) }
  const got = isList(found) ? `${found.length} of them` : 'no list'
  return { kind: 'unreadable', faults: [{ path: list, got, expected: `a list of at most ${MOST_ITEMS}` }] }
}

/** What a request says, one after the other, as the rule has it: from its query, its form or its JSON. */
export const heardItems = ({ from, list }: ReceiptRule | ReplyRule, request: FastifyRequest): HeardItems => {
  switch (from) {
    case 'query':
      return { kind: 'items', items: [fieldsIn(request.query)] }
    case 'form': {
      const form = new URLSearchParams(bytesOf(request).toString('utf8'))
      return { kind: 'items', items: [fieldsIn(Object.fromEntries(form))] }
    }
    case 'json': {
      const json = readJsonBody(bytesOf(request))
      if (json.kind === 'unreadable') return json
      return list === null ? { kind: 'items', items: [fieldsIn(json.value)] } : listIn(json.value, list)
    }
  }
}
