import fc from 'fast-check'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { type History, NO_HISTORY } from '../../src/mobilisation/prospect.ts'
import {
  type BandOfPerson,
  bothHistories,
  settledBefore,
  settledHistories,
} from '../../src/mobilisation/settled-histories.ts'
import type { Kind, ResponderId } from '../../src/roster/responder.ts'
import { openDatabase } from '../../src/store/database.ts'
import { historiesOf, openHistoriesOf, openlyCalled, settledPast } from '../../src/store/histories.ts'
import { sql } from '../../src/store/sql.ts'
import { freshDatabase } from '../support/database.ts'
import { before, DAY, HOUR, MIN, NOW, OWN, pastCall, pastIn, pastInvite, silent, TERMS, yes } from './sample-past.ts'

const S = settledBefore(NOW)
const AS_DECIDED = { ...TERMS, drillsBefore: S }

const db = openDatabase({ url: await freshDatabase(), max: 2, name: 'settled', onError: () => undefined })
afterAll(() => db.close())
const { addPerson, keepCall, keepInvite } = pastIn(db)
const clear = () =>
  db.run(sql`TRUNCATE answer, call_out, call_out_responder, drill_invitee, drill_occurrence, notice, responder`)
beforeEach(clear)

const inMemory = async () => {
  const parts: (readonly BandOfPerson[])[] = []
  for await (const part of settledPast(db, { ...TERMS, at: S })) parts.push(part)
  return settledHistories(parts, { before: S, ...TERMS })
}

const expectSame = (found: History, meant: History): void => {
  expect(found.marks).toEqual(meant.marks)
  const telling = ({ answers }: History): readonly string[] =>
    Object.entries(answers).flatMap(([band, { asked }]) => (asked > 0 ? [band] : []))
  expect(telling(found).toSorted()).toEqual(telling(meant).toSorted())
  for (const [band, { asked, yes: said }] of Object.entries(found.answers)) {
    const other = Object.entries(meant.answers).find(([name]) => name === band)?.[1]
    expect(asked).toBeCloseTo(other?.asked ?? 0, 9)
    expect(said).toBeCloseTo(other?.yes ?? 0, 9)
  }
}

test('what lies in memory and what is newer come to what the rows say of everybody', async () => {
  const call = fc
    .record({
      call: pastCall,
      closedAfterH: fc.option(fc.integer({ min: 1, max: 100 })),
      doneAfterMin: fc.option(fc.integer({ min: 0, max: 50 })),
    })
    .map(({ call: one, closedAfterH, doneAfterMin }) => {
      const after = (ms: number): Date => new Date(one.calledAt.getTime() + ms)
      const closedAt = closedAfterH === null ? null : after(closedAfterH * HOUR)
      return {
        ...one,
        // Nothing is over that lies ahead.
        closedAt: closedAt !== null && closedAt < NOW ? closedAt : null,
        doneAt: doneAfterMin === null || one.heard.every(({ weak }) => weak) ? null : after(doneAfterMin * MIN),
      }
    })
  const person = fc.record({
    kind: fc.constantFrom<Kind>('tagana', 'pkh'),
    regency: fc.constantFrom('32.04', '91.01'),
    calls: fc.array(call, { maxLength: 6 }),
    // What is entered later is not known yet.
    invites: fc.array(
      pastInvite.filter(({ answeredAt }) => answeredAt === null || answeredAt <= NOW),
      { maxLength: 2 },
    ),
  })
  await fc.assert(
    fc.asyncProperty(fc.array(person, { minLength: 1, maxLength: 4 }), async (people) => {
      await clear()
      const ids: ResponderId[] = []
      for (const { kind, regency, calls, invites } of people) {
        const id = await addPerson(kind, regency)
        ids.push(id)
        for (const one of calls) await keepCall(id, kind, one)
        for (const invite of invites) await keepInvite(id, invite)
      }
      const settled = await inMemory()
      const meant = await historiesOf(db, ids, AS_DECIDED)
      const open = await openHistoriesOf(db, ids, S, AS_DECIDED)
      for (const id of ids) {
        const found = bothHistories(settled.historyOf(id, NOW), open.get(id) ?? NO_HISTORY)
        expectSame(found, meant.get(id) ?? NO_HISTORY)
      }
    }),
    { numRuns: 25 },
  )
})

test('of running call-outs it is told who was called, unless they are too many', async () => {
  const ids: ResponderId[] = []
  for (const call of [silent(3), silent(5, { callOutId: OWN }), yes(80, { closedAt: before(70 * HOUR) }), yes(80)]) {
    const id = await addPerson('tagana', '32.04')
    ids.push(id)
    await keepCall(id, 'tagana', call)
  }
  const [running, , , longRunning] = ids
  expect([...((await openlyCalled(db, S, AS_DECIDED, 2)) ?? [])].sort()).toEqual([running, longRunning].sort())
  expect(await openlyCalled(db, S, AS_DECIDED, 1)).toBeNull()
  expect((await inMemory()).size).toBe(1)
  expect(S.getTime()).toBeLessThanOrEqual(NOW.getTime() - DAY)
})

test('whoever was called by several running call-outs hides nobody else whom they called', async () => {
  const [often, once] = [await addPerson('tagana', '32.04'), await addPerson('pkh', '32.04')]
  for (const hoursAgo of [2, 3, 4]) await keepCall(often, 'tagana', silent(hoursAgo))
  await keepCall(once, 'pkh', silent(5))
  expect(await openlyCalled(db, S, AS_DECIDED, 2)).toBeNull()
  expect([...((await openlyCalled(db, S, AS_DECIDED, 4)) ?? [])].sort()).toEqual([often, once].sort())
})
