import { expect, test } from 'vitest'
import { phaseCommand } from '../../src/cli/phase.ts'
import { command, freshHome } from './commands.ts'

const { home } = await freshHome()
const kentongan = command(phaseCommand, home)

const DAY = 86_400_000
const JAKARTA = 7 * 3_600_000
const now = Date.now()
/** A day of Jakarta's calendar, so many days from now: there it is tomorrow from 17:00 UTC on. */
const day = (n: number): string => new Date(now + JAKARTA + n * DAY).toISOString().slice(0, 10)

const declare = (phase: string, from: number, until: number, ...more: readonly string[]) =>
  kentongan(
    ...['phase', 'declare', '--region', '34.02', '--phase', phase, '--decree', '360/Kep.1'],
    ...['--from', day(from), '--until', day(until), ...more, '--json'],
  )

const parsed = (text: string): Record<string, unknown> => JSON.parse(text)

test('a phase is declared in whole days of Jakarta, listed, followed by the next, and ended', async () => {
  const first = await declare('tanggap-darurat', -2, 10, '--hazard', 'banjir')
  expect(first.code).toBe(0)
  const { phaseId, ...rest } = parsed(first.out)
  expect(rest).toEqual({
    region: '34.02',
    hazard: 'flood',
    phase: 'tanggap-darurat',
    from: `${day(-3)}T17:00:00.000Z`,
    until: `${day(10)}T17:00:00.000Z`,
    decree: '360/Kep.1',
    ended: [],
  })
  const second = parsed((await declare('transisi-darurat', 1, 60, '--hazard', 'banjir')).out)
  expect(second['ended']).toEqual([phaseId])

  const listed = parsed((await kentongan('phase', 'list', '--json')).out)
  expect(listed).toEqual({
    phases: [
      expect.objectContaining({ phaseId: second['phaseId'], state: 'ahead', declaredBy: 'cli' }),
      expect.objectContaining({ phaseId, state: 'holds', endedAt: second['from'] }),
    ],
  })
  expect((await kentongan('phase', 'list')).out).toMatch(/transisi-darurat +flood/)

  expect(await kentongan('phase', 'end', String(phaseId))).toMatchObject({ code: 0, out: `ended ${phaseId}\n` })
  expect((await kentongan('phase', 'end', String(phaseId))).code).toBe(1)
  expect(parsed((await kentongan('phase', 'list', '--past', '--json')).out)).toMatchObject({
    phases: [{ state: 'ahead' }, { state: 'over' }],
  })
})

test('what is out of order, has faults or is unknown is bad input, and every fault is told', async () => {
  const early = await declare('transisi-darurat', 0, 10)
  expect(early.code).toBe(2)
  expect(early.err).toContain('siaga-darurat or tanggap-darurat')
  const refused = await declare('siaga-darurat', 10, 1, '--region', '99.99', '--hazard', 'naga')
  expect(refused.code).toBe(2)
  expect(parsed(refused.out)).toMatchObject({
    error: { faults: ['--region', '--hazard', '--until'].map((path) => ({ path })) },
  })
  expect((await declare('siaga-darurat', 0, 10, '--decree', ' ')).code).toBe(2)
  expect((await declare('siaga', 0, 10)).code).toBe(2)
  expect((await kentongan('phase', 'end', '0190a8f2-0000-7000-8000-000000000001')).code).toBe(2)
  expect((await kentongan('phase', 'end', 'x')).code).toBe(2)
})
