import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Clock } from '../clock.ts'
import { maskContacts } from '../masking.ts'
import {
  type CallerSecret,
  type Heard,
  type HeardField,
  type HeardReceipt,
  type HeardText,
  type ReceiptRule,
  type ReplyRule,
  receiptBy,
  textBy,
} from '../mobilisation/gateway-hearing.ts'
import { bytesHash } from './content-hash.ts'
import { heardItems } from './gateway-items.ts'
import { MAX_TEXT, readableText, sameSecret } from './inbound-routes.ts'
import { bearerOf } from './operator.ts'
import { isPlainLine } from './plain-text.ts'
import { sendProblem } from './problem.ts'
import type { RequestLog } from './refusal.ts'

/** How one gateway speaks of its own accord; null for what it does not do. */
export interface GatewayRules {
  readonly receipts: ReceiptRule | null
  readonly replies: ReplyRule | null
}

export interface GatewayNeeds {
  /** By the gateway's name. */
  readonly rules: ReadonlyMap<string, GatewayRules>
  /** Rejects where it could not be kept; the same again changes nothing. */
  receipt(receipt: Omit<HeardReceipt, 'at'> & { readonly gateway: string; readonly at: Date }): Promise<void>
  /** The same. The id is the gateway's, or made of what it said. */
  text(text: Omit<HeardText, 'id' | 'at'> & GatewayText): Promise<void>
}

interface GatewayText {
  readonly gateway: string
  readonly id: string
  readonly receivedAt: Date
}

export const NO_GATEWAYS: GatewayNeeds = {
  rules: new Map(),
  receipt: async () => undefined,
  text: async () => undefined,
}

const RECEIPTS = '/v1/gateways/:name/receipts'
const TEXTS = '/v1/gateways/:name/texts'
export const GATEWAY_PATHS: readonly string[] = [RECEIPTS, TEXTS].flatMap((path) => [path, `${path}/:secret`])

const BODY_BYTES = 512 * 1024
const LONGEST_NAME = 200
const LONGEST_REASON = 500
const LONGEST_SENDER = 32
const LONGEST_WORD = 40
/** Words told of once each; a gateway that invents more is a fault of its own. */
const MOST_WARNED = 100
/** A text without an id and a time that comes again within this time is the same one. */
const SAME_TEXT_MS = 600_000

const named = (from: unknown, name: string): string | null => {
  if (typeof from !== 'object' || from === null) return null
  const value: unknown = Object.entries(from).find(([key]) => key === name)?.[1]
  return typeof value === 'string' ? value : null
}

const shownBy = (request: FastifyRequest, { in: place, name }: CallerSecret): string | null => {
  switch (place) {
    case 'header':
      return name === 'authorization'
        ? (bearerOf(request) ?? named(request.headers, name))
        : named(request.headers, name)
    case 'query':
      return named(request.query, name)
    case 'path':
      return named(request.params, 'secret')
  }
}

const nameIn = (request: FastifyRequest): string => named(request.params, 'name') ?? ''

/** Nobody learns whether the name or the secret was wrong. */
const refuse = (reply: FastifyReply): FastifyReply =>
  sendProblem(reply, { status: 401, detail: 'No gateway of this name and secret is known.' })

const isLine = (text: string | null, max: number): boolean => text === null || (text.length <= max && isPlainLine(text))

const textId = ({ id, from, text, at, missedCall }: HeardText, now: Date): string => {
  if (id !== null) return id
  const when = at?.toISOString() ?? String(Math.floor(now.getTime() / SAME_TEXT_MS))
  return bytesHash(Buffer.from(JSON.stringify([from, text, when, ...(missedCall ? ['missed call'] : [])])))
}

/**
 * What gateways say of their own accord, as channels.yaml describes it: receipts, and texts that people sent. Whoever
 * does not show the gateway's secret is refused before the body is read. What is good of a list is kept before anything
 * is said about the rest; 200 only where all of it is kept for good.
 */
export const gatewayRoutes = (app: FastifyInstance, needs: GatewayNeeds, clock: Clock, log: RequestLog): void => {
  const warned = new Set<string>()
  const warnOnce = (gateway: string, word: string): void => {
    const state = word.slice(0, LONGEST_WORD)
    const known = JSON.stringify([gateway, state])
    if (warned.has(known) || warned.size >= MOST_WARNED) return
    warned.add(known)
    log.warn('a gateway told a state that its section of channels.yaml does not list: it settles nothing', {
      gateway,
      state: maskContacts(state),
    })
  }

  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))

  const add = <Rule extends ReceiptRule | ReplyRule, T>(
    path: string,
    ruleOf: (rules: GatewayRules) => Rule | null,
    read: (rule: Rule, field: HeardField) => Heard<T>,
    keep: (gateway: string, heard: T, now: Date) => Promise<void>,
  ): void => {
    const ruleFor = (request: FastifyRequest): Rule | null => {
      const rules = needs.rules.get(nameIn(request))
      return rules === undefined ? null : ruleOf(rules)
    }
    const onRequest = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | undefined> => {
      const rule = ruleFor(request)
      const shown = rule === null ? null : shownBy(request, rule.secret)
      return rule !== null && shown !== null && sameSecret(shown, rule.secret.value) ? undefined : refuse(reply)
    }
    const take = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
      const rule = ruleFor(request)
      if (rule === null) return refuse(reply)
      const items = heardItems(rule, request)
      if (items.kind === 'unreadable')
        return sendProblem(reply, { status: 400, detail: 'The body cannot be read.', faults: items.faults })
      const now = clock.now()
      const heard = items.items.map((field) => read(rule, field))
      // One after the other: the order in which a gateway says things is theirs.
      for (const one of heard) if (one.kind === 'heard') await keep(nameIn(request), one.value, now)
      const faults = heard.flatMap((one, nth) =>
        one.kind === 'lacks'
          ? one.fields.map((path) => ({
              path: rule.list === null ? path : `[${nth}].${path}`,
              got: 'nothing that can be read',
              expected: 'the field that the section of this gateway in channels.yaml names',
              hint: 'compare the two; what else was in this request is kept',
            }))
          : [],
      )
      const unlisted = heard.flatMap((one) => (one.kind === 'unlisted' ? [one.word] : []))
      for (const word of unlisted) warnOnce(nameIn(request), word)
      if (faults.length === 0) return reply.send({ taken: heard.length - unlisted.length, unlisted: unlisted.length })
      return sendProblem(reply, { status: 422, detail: 'Fields are missing.', faults })
    }
    for (const url of [path, `${path}/:secret`])
      app.route({ method: ['GET', 'POST'], url, onRequest, bodyLimit: BODY_BYTES, handler: take })
  }

  add(
    RECEIPTS,
    ({ receipts }) => receipts,
    (rule, field) => {
      const heard = receiptBy(rule, field)
      if (heard.kind !== 'heard') return heard
      const { ref, providerRef, reason } = heard.value
      const wrong = [
        ...(isLine(ref, LONGEST_NAME) ? [] : [rule.ref ?? '']),
        ...(isLine(providerRef, LONGEST_NAME) ? [] : [rule.id ?? '']),
      ]
      if (wrong.length > 0) return { kind: 'lacks', fields: wrong }
      const words = reason === null ? null : readableText(reason).slice(0, LONGEST_REASON)
      return { kind: 'heard', value: { ...heard.value, reason: words } }
    },
    (gateway, { at, ...receipt }, now) => needs.receipt({ gateway, ...receipt, at: at ?? now }),
  )
  add(
    TEXTS,
    ({ replies }) => replies,
    (rule, field) => {
      const heard = textBy(rule, field)
      if (heard.kind !== 'heard') return heard
      const { id, from, to, text } = heard.value
      const wrong = [
        ...(isLine(from, LONGEST_SENDER) ? [] : [rule.sender]),
        ...(isLine(id, LONGEST_NAME) ? [] : [rule.id ?? '']),
        ...(isLine(to, LONGEST_SENDER) ? [] : [rule.to ?? '']),
      ]
      // A text is never refused for its length: an answer stands at its beginning.
      const kept = readableText(text).slice(0, MAX_TEXT)
      return wrong.length > 0
        ? { kind: 'lacks', fields: wrong }
        : { kind: 'heard', value: { ...heard.value, text: kept } }
    },
    (gateway, heard, now) =>
      needs.text({
        gateway,
        id: textId(heard, now),
        from: heard.from,
        to: heard.to,
        text: heard.text,
        receivedAt: heard.at ?? now,
        ...(heard.missedCall ? { missedCall: true } : {}),
      }),
  )
}
