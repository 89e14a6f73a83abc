import { afterEach, expect, test } from 'vitest'
import { settledLines } from '../../src/main/stream-needs.ts'
import { note } from '../../src/store/timeline.ts'
import { aFlood, theCancel } from '../support/hazards.ts'
import { aTagana } from '../support/people.ts'
import { type Officer, openVillage } from '../support/village.ts'

const kentongan = await openVillage()
const { phone, clock, installation } = kentongan

const CALL = /MOBILISASI TAGANA/i
const OFF = /TIDAK|BATAL/i

interface Event {
  readonly id: string | undefined
  readonly event: string
  readonly data: { readonly kind?: string; readonly status?: string; readonly called?: number }
}

const leaving: (() => void)[] = []
afterEach(() => {
  for (const leave of leaving.splice(0)) leave()
})

const eventIn = (block: string): Event | undefined => {
  const fields = new Map(
    block.split('\n').map((line): [string, string] => {
      const at = line.indexOf(': ')
      return [line.slice(0, at), line.slice(at + 2)]
    }),
  )
  const event = fields.get('event')
  return event === undefined ? undefined : { id: fields.get('id'), event, data: JSON.parse(fields.get('data') ?? '{}') }
}

/** Follows the only call-out, from behind the event `after` where one is given. */
const follow = async (after?: string, by: Officer = kentongan.admin()) => {
  const [row] = await kentongan.rows<{ id: string }>`SELECT id FROM call_out`
  const { origin } = new URL((await kentongan.ask('/healthz')).url)
  const going = new AbortController()
  leaving.push(() => going.abort())
  const reply = await fetch(`${origin}/v1/call-outs/${row?.id}/stream`, {
    headers: { authorization: `Bearer ${by.token}`, ...(after === undefined ? {} : { 'last-event-id': after }) },
    signal: going.signal,
  })
  const reader = reply.body?.pipeThrough(new TextDecoderStream()).getReader()
  let text = ''
  const seen: Event[] = []
  /** Reads until one is such, and gives all since the last reading. */
  const until = async (isLast: (event: Event) => boolean): Promise<Event[]> => {
    const from = seen.length
    for (;;) {
      const part = await reader?.read()
      if (part === undefined || part.done) return seen.slice(from)
      const blocks = (text + part.value).split('\n\n')
      text = blocks.pop() ?? ''
      const events = blocks.flatMap((block) => eventIn(block) ?? [])
      seen.push(...events)
      if (events.some(isLast)) return seen.slice(from)
    }
  }
  return { status: reply.status, until, leave: () => going.abort() }
}

const kinds = (events: readonly Event[]): (string | undefined)[] =>
  events.filter(({ event }) => event === 'timeline').map(({ data }) => data.kind)

const isLine = (kind: string) => (event: Event) => event.data.kind === kind

const called = async (): Promise<void> => {
  await kentongan.enrol(aTagana('R-0001', { kmNorth: 1 }), aTagana('R-0002', { kmNorth: 2 }))
  await kentongan.receive(aFlood(clock.now(), { need: { tagana: 2 } }))
  for (const id of ['R-0001', 'R-0002']) phone(id).received(CALL)
}

test('what happens is told as it happens, with the counts, until the call-out is over', async () => {
  await called()
  const { until } = await follow()
  const first = await until(({ event }) => event === 'counts')
  expect(first.find(({ event }) => event === 'counts')?.data).toMatchObject({
    status: 'calling',
    need: { tagana: 2 },
    filled: { tagana: 0 },
    called: 2,
    people: { awaited: 2, yes: 0 },
    notices: { accepted: 2 },
  })
  await kentongan.replies('R-0001', '1')
  const second = await until(isLine('answer'))
  expect(kinds([...first, ...second])).toEqual(['opened', 'planned', 'answer'])
  await kentongan.receive(theCancel(clock.now()))
  for (const id of ['R-0001', 'R-0002']) phone(id).received(OFF)
  const last = await until(({ event }) => event === 'end')
  expect(kinds(last)).toContain('stood-down')
  expect(last.at(-1)?.data).toMatchObject({ status: 'stood-down', people: { stoodDown: 2 } })
  const { timeline } = await kentongan.callOut()
  expect(kinds([...first, ...second, ...last])).toEqual(timeline.map(({ kind }) => kind))
})

test('a reader who comes again with the last id goes on behind it and misses nothing', async () => {
  await called()
  const before = await follow()
  const first = await before.until(isLine('planned'))
  before.leave()
  const lastId = first.findLast(({ id }) => id !== undefined)?.id
  await kentongan.replies('R-0001', '1')
  await kentongan.replies('R-0002', '1')
  const again = await follow(lastId)
  expect(kinds(await again.until(isLine('filled')))).toEqual(['answer', 'answer', 'filled'])
})

test('to what is over nobody needs to come again', async () => {
  await called()
  await kentongan.receive(theCancel(clock.now()))
  for (const id of ['R-0001', 'R-0002']) phone(id).received(OFF)
  const all = await (await follow()).until(({ event }) => event === 'end')
  expect((await follow(all.findLast(({ id }) => id !== undefined)?.id)).status).toBe(204)
})

test('a line whose writer commits late comes before those with higher numbers, and is not lost', async () => {
  await called()
  const { callOutId } = await kentongan.callOut()
  const { until } = await follow()
  await until(isLine('planned'))
  let commit: () => void = () => undefined
  const held = new Promise<void>((resolve) => {
    commit = resolve
  })
  let written: () => void = () => undefined
  const hasWritten = new Promise<void>((resolve) => {
    written = resolve
  })
  const slow = installation.database.transact(async (db) => {
    await note(db, { callOutId }, clock.now(), 'slow', {})
    written()
    await held
  })
  await hasWritten
  await note(installation.database, { callOutId }, clock.now(), 'quick', {})
  // The reader is shown something else meanwhile: that the stream lives, and looks.
  await kentongan.rows`UPDATE call_out SET wave = 7`
  const meanwhile = await until(({ event, data }) => event === 'counts' && 'wave' in data && data.wave === 7)
  expect(kinds(meanwhile)).toEqual([])
  commit()
  await slow
  expect(kinds(await until(isLine('quick')))).toEqual(['slow', 'quick'])
})

test('another jurisdiction follows nothing of it', async () => {
  await called()
  const elsewhere = await kentongan.addOfficer({ role: 'sender', jurisdiction: '33.01' })
  expect((await follow(undefined, elsewhere)).status).toBe(404)
})

test('lines wait for whoever was writing when they were seen, not for later writers, and not for ever', () => {
  const line = (serial: string) => ({ serial, at: clock.now(), kind: 'answer', detail: {} })
  const serials = (lines: readonly { serial: string }[]) => lines.map(({ serial }) => serial)
  const settle = settledLines()
  expect(settle({ entries: [], writing: ['1'] })).toEqual([])
  expect(settle({ entries: [line('5')], writing: ['1'] })).toEqual([])
  expect(settle({ entries: [line('5')], writing: ['1', '2'] })).toEqual([])
  // The first is done; its line came to light below the one that was seen.
  expect(serials(settle({ entries: [line('4'), line('5'), line('6')], writing: ['2'] }))).toEqual(['4', '5'])
  expect(settle({ entries: [line('6')], writing: ['2'] })).toEqual([])
  expect(serials(settle({ entries: [line('6')], writing: [] }))).toEqual(['6'])
  settle({ entries: [line('8')], writing: ['9'] })
  let looks = 0
  while (settle({ entries: [line('8')], writing: ['9'] }).length === 0) looks += 1
  expect(looks).toBeLessThan(300)
})
