import { expect, test } from 'vitest'
import { gladi } from '../support/gladi.ts'
import { aMember, aSite, aTagana } from '../support/people.ts'
import { openVillage } from '../support/village.ts'

const village = await openVillage({ files: { 'drills/gladi.yaml': gladi('team: { tagana: 1 }\nplaces: 1') } })
const { phone, clock } = village

const INVITED = /^\nLATIHAN - .*Gladi posko/
const STOPPED = /berhenti|STOP/i

test('whoever withdraws consent before a drill gives up the place there, or the help, and is counted as a no', async () => {
  await village.found(aSite('KSB-1'))
  await village.enrol(
    aMember('R-0001', { siteCode: 'KSB-1', kmNorth: 0.5 }),
    aMember('R-0002', { siteCode: 'KSB-1', kmNorth: 0.6 }),
    aTagana('R-0011', { kmNorth: 4 }),
    aTagana('R-0012', { kmNorth: 8 }),
  )
  clock.setTo(new Date('2026-11-28T02:00:00Z'))
  await village.settle()
  for (const id of ['R-0001', 'R-0002', 'R-0011']) phone(id).received(INVITED)
  await village.replies('R-0001', '1')
  await village.replies('R-0002', '1')
  phone('R-0002').received(/daftar tunggu/)
  await village.replies('R-0001', 'STOP')
  phone('R-0001').received(STOPPED)
  phone('R-0002').received(/Ada tempat/)
  await village.replies('R-0011', 'STOP')
  phone('R-0011').received(STOPPED)
  phone('R-0012').received(INVITED)
  const [drill] = await village.rows<{ id: string }>`SELECT id FROM drill_occurrence`
  const shown = (await (await village.ask(`/v1/drills/${drill?.id}`)).json()) as Readonly<Record<string, unknown>>
  expect(shown).toMatchObject({
    byRole: { member: { invited: 2, yes: 1, no: 1, waiting: 0 }, facilitator: { invited: 2, no: 1, silent: 1 } },
  })
  const [first] = await village.rows<{ detail: object }>`
    SELECT detail FROM timeline_entry WHERE kind = 'drill-consent-withdrawn' ORDER BY id`
  expect(first?.detail).toEqual({ responderId: await village.idOf('R-0001') })
  // What is over, or begun, is left as it was.
  clock.setTo(new Date('2026-12-05T02:00:01Z'))
  await village.settle()
  await village.replies('R-0002', 'STOP')
  phone('R-0002').received(STOPPED)
  const answers = await village.rows<{ answer: string | null }>`
    SELECT answer FROM drill_invitee WHERE responder_id = ${await village.idOf('R-0002')}`
  expect(answers).toEqual([{ answer: 'yes' }])
})
