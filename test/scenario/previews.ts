import { randomUUID } from 'node:crypto'
import { Webhook } from 'standardwebhooks'
import { expect } from 'vitest'
import { z } from 'zod'
import type { Officer, Village } from '../support/village.ts'

export const consideredShown = z.array(
  z.looseObject({
    responderId: z.string(),
    name: z.string().nullable(),
    outcome: z.string(),
    reason: z.string(),
    sentence: z.string(),
    detail: z.record(z.string(), z.unknown()),
  }),
)

/** What a preview answers, as far as the scenarios look at it. */
const previewShown = z.looseObject({
  httpStatus: z.number(),
  decision: z.string().optional(),
  reason: z.string().optional(),
  responders: consideredShown.default([]),
  cost: z.looseObject({ rupiah: z.number() }).nullish(),
  errors: z.array(z.looseObject({ path: z.string() })).optional(),
})

/** `R-0001 called chosen`, by the names that the tests gave. */
export const chosen = (responders: readonly { name: string | null; outcome: string; reason: string }[]): string[] =>
  responders.map(({ name, outcome, reason }) => `${name?.slice(-6)} ${outcome} ${reason}`)

export const previewsOf = (village: Village) => {
  const { clock, installation } = village

  /** Posts to the preview as `by` signs it. */
  const preview = async (event: object | string, by: Officer = village.officer()) => {
    const { origin } = new URL((await village.ask('/healthz')).url)
    const [id, at] = [randomUUID(), clock.now()]
    const body = typeof event === 'string' ? event : JSON.stringify(event)
    const reply = await fetch(`${origin}/v1/events/preview`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'webhook-id': id,
        'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
        'webhook-signature': new Webhook(by.secret).sign(id, at, body),
        'kentongan-operator': by.operatorId,
      },
      body,
    })
    return previewShown.parse({ ...((await reply.json()) as object), httpStatus: reply.status })
  }

  /**
   * How many rows each table holds, queues among them, the newest change of each of ours, and where each sequence stands.
   * Of queues only the number: their workers note on their own that they live.
   */
  const everyRow = async (): Promise<Record<string, unknown>> => {
    const tables = await village.rows<{ name: string; ours: boolean }>`
      SELECT format('%I.%I', schemaname, tablename) AS name, schemaname = 'public' AS ours FROM pg_tables
       WHERE schemaname NOT IN ('pg_catalog', 'information_schema') ORDER BY 1`
    const counted = new Map<string, unknown>()
    for (const { name, ours } of tables) {
      const [row] = await installation.database.rows<object>({
        text: `SELECT count(*) AS rows${ours ? ', max(xmin::text::bigint) AS changed' : ''} FROM ${name}`,
        values: [],
      })
      counted.set(name, row)
    }
    const sequences = await village.rows`
      SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = 'public' ORDER BY 1`
    return { ...Object.fromEntries(counted), sequences }
  }

  /** Nothing is written while this goes on, and nothing is left to do. */
  const writingNothing = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    const before = await everyRow()
    expect(Object.keys(before).length).toBeGreaterThan(25)
    const result = await work()
    expect(await everyRow()).toEqual(before)
    await village.settle()
    return result
  }

  return { preview, writingNothing }
}
