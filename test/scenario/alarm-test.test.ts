import { expect, test } from 'vitest'
import { z } from 'zod'
import { aMember, aSite, aTagana } from '../support/people.ts'
import { openVillage } from '../support/village.ts'

const village = await openVillage({
  files: {
    'call-out.yaml': `
ackDeadline: 10m
maxWaves: 3
searchRadiusKm: 50
approvalAbove: 200
need:
  default:
    moderate: { tagana: 2 }
wave:
  method: sufficient
  odds: { prior: 50% }
`,
    'drills/uji-alarm.yaml': `
id: uji-alarm
type: gladi-ruang
hazard: flood
sites: { codes: [KSB-1] }
startsAt: 2026-12-05T09:00
zone: site
duration: 2h
team: { tagana: 2 }
invite: 7d
reminders: []
rehearse: alert
`,
  },
})
const { phone, mail, clock } = village

/** 5 December 2026, 09.00 WIB. */
const START = Date.UTC(2026, 11, 5, 2)
const MINUTE = 60_000
const DAY = 86_400_000

const goTo = async (at: number): Promise<void> => {
  clock.setTo(new Date(at))
  await village.settle()
}

const callOutOf = async () => {
  const [row] = await village.rows<{ id: string }>`SELECT id FROM call_out ORDER BY opened_at DESC LIMIT 1`
  return village.callOut(row?.id ?? '')
}

const ALARM =
  /^\nLATIHAN - UJI ALARM Banjir [\s\S]*JANGAN berangkat\. Andai nyata,? bisa\? (Balas )?1 (BISA|YA)\/2 TIDAK\.[\s\S]* LATIHAN$/

test('a drill that rehearses the alert asks the first wave whether they could come, and calls nobody else', async () => {
  await village.found(aSite('KSB-1'))
  await village.enrol(
    aMember('R-0001', { siteCode: 'KSB-1', kmNorth: 0.5 }),
    ...[11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25].map((nth) =>
      aTagana(`R-00${nth}`, { kmNorth: nth / 4, mail: nth === 11 }),
    ),
  )
  await goTo(START - 7 * DAY)
  const invited = ['R-0001', 'R-0011', 'R-0012']
  for (const id of invited) phone(id).received(/^\nLATIHAN - .*Gladi ruang/)
  mail('R-0011').received(/LATIHAN/)

  await goTo(START)
  const { code, called, status, ...shown } = await callOutOf()
  expect({ status, alarmTest: shown['alarmTest'] }).toEqual({ status: 'calling', alarmTest: true })
  // As large a wave as a real call-out of two would begin with, and no message to the village's own people.
  expect(called).toBeGreaterThan(4)
  expect(called).toBeLessThan(15)
  const asked = Array.from({ length: called }, (_, nth) => `R-00${11 + nth}`)
  for (const id of asked) expect(phone(id).received(ALARM).text).toContain(code)
  const link = /(http\S+\/a\/\S+)/.exec(village.outbox.everything().find(({ text }) => text.includes(code))?.text ?? '')
  expect(await (await fetch(link?.[1] ?? '')).text()).toContain('JANGAN BERANGKAT')
  clock.setTo(new Date(START + MINUTE))
  await village.replies('R-0015', '2')
  await village.replies('R-0012', '1')
  await village.settle()
  expect(await callOutOf()).toMatchObject({ status: 'calling', called, answers: { yes: 1, no: 1 } })
  clock.setTo(new Date(START + 2 * MINUTE))
  await village.replies('R-0013', '1')
  await village.replies('R-0014', 'bisa')
  await village.settle()
  // More than are needed could come: nobody is sent home, and the others are still waited for.
  expect(await callOutOf()).toMatchObject({ status: 'filled', called, answers: { yes: 3, stoodDown: 0 } })
  await goTo(START + 40 * MINUTE)
  // Silence is tried on the next channel, as in a real call-out.
  expect(mail('R-0011').received(/Uji alarm, jangan berangkat/).text).toContain('JANGAN BERANGKAT')
  const silent = called - 4
  expect(await callOutOf()).toMatchObject({ status: 'filled', called, wave: 1, answers: { yes: 3, no: 1, silent } })

  await goTo(START + 120 * MINUTE)
  mail('R-0011').received(/SELESAI: uji alarm/)
  for (const id of asked.filter((one) => one !== 'R-0015'))
    phone(id).received(/^\nLATIHAN - SELESAI Ref .*: uji alarm Banjir .* sudah selesai\./)
  const [drill] = await village.rows<{ id: string; state: string }>`SELECT id, state FROM drill_occurrence`
  expect(drill?.state).toBe('done')
  const text = await (await village.ask(`/v1/drills/${drill?.id}/report?format=md`)).text()
  expect(text).toContain('UJI ALARM: orang hanya ditanya')
  expect(text).toContain(`Dipanggil ${called} orang: 3 ya, 1 tidak`)
  const report = z.object({ callOut: z.object({ alarmTest: z.literal(true) }) })
  report.parse(await (await village.ask(`/v1/drills/${drill?.id}/report?format=json`)).json())
})
