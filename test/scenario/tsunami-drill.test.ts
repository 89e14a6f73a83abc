import { expect, test } from 'vitest'
import { aSite, aTagana } from '../support/people.ts'
import { openVillage } from '../support/village.ts'

const village = await openVillage({
  files: {
    'drills/gladi.yaml': `
id: gladi
type: gladi-posko
hazard: tsunami
sites: { codes: [KSB-1] }
every: 14d
from: 2026-12-05
time: 09:00
zone: site
duration: 1h
team: { tagana: 1 }
invite: 7d
reminders: [1d]
rehearse: call-out
`,
  },
})
const { phone, clock } = village

test('a drill for a tsunami gathers at the gardu of its village, though the sea that it imagines reaches it', async () => {
  await village.found(aSite('KSB-1'))
  await village.enrol(aTagana('R-0011', { kmNorth: 4 }))
  await village.settle()
  clock.setTo(new Date('2026-12-05T02:00:00.000Z'))
  await village.settle()
  phone('R-0011').received(/LATIHAN - MOBILISASI .*Tsunami.*KSB Pangal/)
  await village.advance({ s: 5 })
  const [row] = await village.rows<{ name: string }>`SELECT destination ->> 'name' AS name FROM call_out`
  expect(row?.name).toBe('KSB Pangalengan')
})
