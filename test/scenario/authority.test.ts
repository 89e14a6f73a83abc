import { describe, expect, test } from 'vitest'
import { aFlood } from '../support/hazards.ts'
import { aMember, aTagana, PANGALENGAN, type Person, placeFrom } from '../support/people.ts'
import { type Officer, openVillage } from '../support/village.ts'

/** A letter for Kab. Bandung, none for Garut, and an agreement of Kab. Bandung with Kota Bandung alone. */
const village = await openVillage({
  files: {
    'authorities.yaml': `
standingOrders:
  - region: "32.04"
    name: "Ibu Kepala"
    office: "Dinas Sosial Kab. Bandung"
    basis: "460/12/Dinsos/2026, 5 Januari 2026"
    from: "2026-01-05"
    until: "2026-12-31"
`,
    'mutual-aid.yaml': `
agreements:
  - between: ["32.04", "32.73"]
    basis: "PKS 360/7/2026, 3 Maret 2026"
    from: "2026-03-03"
    until: "2028-03-02"
`,
  },
})
const { phone, mail, clock } = village

const CALL = /MOBILISASI TAGANA/i
const ASKED = /PERLU PERSETUJUAN/
const DINSOS = 'Dinas Sosial Kab. Garut'

const GARUT = [107.8878, -7.2024] as const

const ofGarut = (id: string, given: object = {}): Person =>
  aTagana(id, { position: placeFrom([...GARUT], { kmNorth: 1 }), villageCode: '32.05.01.1001', mail: true, ...given })

const inGarut = (changes: object = {}): object =>
  aFlood(clock.now(), {
    id: 'garut-1',
    area: { geometry: { type: 'Point', coordinates: [...GARUT] }, radiusKm: 5, villageCodes: ['32.05.01.1001'] },
    need: { tagana: 1 },
    ...changes,
  })

const trail = async (query: string): Promise<readonly Record<string, unknown>[]> => {
  const reply = await village.ask(`/v1/audit?${query}`)
  return ((await reply.json()) as { entries: Record<string, unknown>[] }).entries
}

const approve = async (by: Officer, body: object = {}, callOutId?: string) =>
  village.act(`/v1/call-outs/${(await village.callOut(callOutId)).callOutId}/approve`, body, by)

const told = (id: string, pattern: RegExp): void => {
  phone(id).received(pattern)
  mail(id).received(pattern)
}

/** A sender and an approver of BPBD Kab. Garut, and one Tagana there. */
const garut = async (): Promise<{ sender: Officer; approver: Officer }> => {
  await village.enrol(ofGarut('R-0001'))
  const office = { jurisdiction: '32.05', organisation: 'BPBD Kab. Garut' }
  const sender = await village.addOfficer({ ...office, role: 'sender', contact: 'O-9011' })
  return { sender, approver: await village.addOfficer({ ...office, role: 'approver', contact: 'O-9012' }) }
}

const proposed = async (event: object = inGarut()): Promise<Officer> => {
  const { sender, approver } = await garut()
  const answer = await village.receive(event, { by: sender })
  expect(answer).toMatchObject({ decision: 'propose', reason: 'authority-missing' })
  expect(answer.warnings).toContainEqual(expect.stringContaining('authorisedBy'))
  for (const id of ['O-9011', 'O-9012']) told(id, ASKED)
  return approver
}

describe('Tagana are ordered in the name of a Dinas Sosial', () => {
  test('an event of a regency without one is proposed; an approver of BPBD must name it', async () => {
    const approver = await proposed()
    const refused = await approve(approver)
    expect(refused.status).toBe(422)
    expect(((await refused.json()) as { detail: string }).detail).toContain('authorisedBy')
    const other = await approve(approver, { authorisedBy: { name: 'Pak Camat', office: 'Kecamatan Garut Kota' } })
    expect(other.status).toBe(422)
    expect(await village.callOut()).toMatchObject({ status: 'awaiting-approval' })

    const given = { authorisedBy: { name: 'Ibu Kadis', office: DINSOS } }
    expect((await approve(approver, given)).status).toBe(200)
    phone('R-0001').received(CALL)
    expect(mail('R-0001').received(CALL).text).toContain(DINSOS)
    const [entry] = await trail('action=approved')
    expect(entry).toMatchObject({
      actor: 'operator',
      actorId: approver.operatorId,
      detail: { authority: { name: 'Ibu Kadis', office: DINSOS } },
    })
    expect(await village.callOut()).toMatchObject({ authority: { name: 'Ibu Kadis', office: DINSOS } })
  })

  test('an approver of the Dinas Sosial is the authority', async () => {
    await proposed()
    const dinsos = await village.addOfficer({ role: 'approver', jurisdiction: '32.05', organisation: DINSOS })
    expect((await approve(dinsos)).status).toBe(200)
    phone('R-0001').received(CALL)
    expect(mail('R-0001').received(CALL).text).toContain(DINSOS)
    expect((await trail('action=approved'))[0]).toMatchObject({ detail: { authority: { office: DINSOS } } })
  })

  test.each([
    ['too many people', { need: { tagana: 201 } }],
    ['a social disaster', { hazard: 'social' }],
  ])('%s wait for an approver, who must name it as well', async (_, changes) => {
    const { sender, approver } = await garut()
    const answer = await village.receive(inGarut(changes), { by: sender })
    expect(answer).toMatchObject({ decision: 'propose', reason: 'awaiting-approval' })
    for (const id of ['O-9011', 'O-9012']) told(id, ASKED)
    expect((await approve(approver)).status).toBe(422)
    expect(await village.callOut()).toMatchObject({ status: 'awaiting-approval' })
  })

  test('a village report is confirmed in the name of one, too', async () => {
    const { sender } = await garut()
    await village.enrol({ ...ofGarut('R-0003', { mail: false }), kind: 'ksb_member' })
    await village.replies('R-0003', 'LAPOR banjir di RT 3, air setinggi dada')
    phone('R-0003').received(/Laporan Banjir/)
    for (const id of ['O-9011', 'O-9012']) told(id, ASKED)
    expect((await approve(sender)).status).toBe(422)
    expect((await approve(sender, { authorisedBy: { name: 'Ibu Kadis', office: DINSOS } })).status).toBe(200)
    phone('R-0001').received(CALL)
    expect(mail('R-0001').received(CALL).text).toContain(DINSOS)
    for (const id of ['O-9011', 'O-9012']) told(id, /TIDAK ADA ORANG/)
  })

  test('the event may name it', async () => {
    const { sender } = await garut()
    const event = inGarut({ authorisedBy: { name: 'Ibu Kadis', office: DINSOS } })
    expect(await village.receive(event, { by: sender })).toMatchObject({ decision: 'mobilise', reason: 'alert' })
    phone('R-0001').received(CALL)
    expect(mail('R-0001').received(CALL).text).toContain(DINSOS)
    expect((await trail('action=event-received'))[0]).toMatchObject({ detail: { authority: { office: DINSOS } } })
  })

  test('a standing order of the regency is enough, and is named with its letter', async () => {
    await village.enrol(aTagana('R-0002', { mail: true }))
    const answer = await village.receive(aFlood(clock.now(), { need: { tagana: 1 } }))
    expect(answer).toMatchObject({ decision: 'mobilise', reason: 'alert' })
    phone('R-0002').received(CALL)
    expect(mail('R-0002').received(CALL).text).toContain('Dinas Sosial Kab. Bandung')
    const authority = { office: 'Dinas Sosial Kab. Bandung', basis: '460/12/Dinsos/2026, 5 Januari 2026' }
    expect(await village.callOut()).toMatchObject({ authority })
    expect((await trail('action=event-received'))[0]).toMatchObject({ detail: { authority } })
  })

  test('whoever is asked and not ordered needs no authority, until an update wants Tagana', async () => {
    const { sender, approver } = await garut()
    await village.enrol({ ...ofGarut('R-0003', { mail: false }), kind: 'ksb_member' })
    const need = { ksb_member: 1 }
    expect(await village.receive(inGarut({ need }), { by: sender })).toMatchObject({ decision: 'mobilise' })
    phone('R-0003').received(/PANGGILAN KSB/)
    const update = inGarut({ messageType: 'update', need: { ...need, tagana: 1 } })
    expect(await village.receive(update, { by: sender })).toMatchObject({
      decision: 'propose',
      reason: 'authority-missing',
    })
    for (const id of ['O-9011', 'O-9012']) told(id, ASKED)
    expect((await approve(approver)).status).toBe(422)
    expect((await approve(approver, { authorisedBy: { name: 'Ibu Kadis', office: DINSOS } })).status).toBe(200)
    phone('R-0001').received(CALL)
    expect(mail('R-0001').received(CALL).text).toContain(DINSOS)
    // Said once for the call-out, it holds for what follows.
    const again = inGarut({ messageType: 'update', need: { ...need, tagana: 2 } })
    expect(await village.receive(again, { by: sender })).toMatchObject({ decision: 'mobilise', reason: 'update' })
    for (const id of ['O-9011', 'O-9012']) told(id, /TIDAK ADA ORANG/)
  })
})

describe('across a border', () => {
  const neighbours = async (): Promise<void> => {
    await village.enrol(
      aTagana('R-0001', { kmNorth: 1, villageCode: '32.05.01.1001' }),
      aTagana('R-0002', { kmNorth: 2, villageCode: '32.73.01.1001' }),
      aTagana('R-0003', { kmNorth: 3 }),
    )
  }

  test('people of a regency that agreed to help are called, and those of no other', async () => {
    await neighbours()
    await village.enrol(aTagana('R-0004', { kmNorth: 4, villageCode: '32.73.01.1001' }))
    await village.receive(aFlood(clock.now(), { need: { tagana: 2 } }))
    for (const id of ['R-0002', 'R-0003']) phone(id).received(CALL)
    const planned = (await village.callOut()).timeline.find(({ kind }) => kind === 'planned')
    expect(planned?.detail['skipped']).toEqual(
      ['outside-jurisdiction', 'aid-not-needed'].map((reason) => expect.objectContaining({ reason })),
    )
    const widened = (await village.callOut()).timeline.filter(({ kind }) => kind === 'widened')
    expect(widened.map(({ detail }) => detail)).toMatchObject([{ wave: 1, people: 2, mutualAid: ['32.73'] }])
    // The same holds for whoever takes the place of somebody who cannot come.
    await village.replies('R-0003', '2')
    phone('R-0004').received(CALL)
  })

  test('people of the own regency come first, however near the neighbours live', async () => {
    await neighbours()
    await village.receive(aFlood(clock.now(), { need: { tagana: 1 } }))
    phone('R-0003').received(CALL)
    await village.replies('R-0003', '2')
    phone('R-0002').received(CALL)
    const { callOutId, timeline } = await village.callOut()
    expect(timeline.find(({ kind }) => kind === 'widened')?.detail).toMatchObject({ people: 1, mutualAid: ['32.73'] })
    const { responders } = (await (await village.ask(`/v1/call-outs/${callOutId}/responders`)).json()) as {
      responders: { sentence: string; outcome: string }[]
    }
    expect(responders.filter(({ outcome }) => outcome === 'called').map(({ sentence }) => sentence)).toContainEqual(
      expect.stringContaining('bantuan dari wilayah tetangga'),
    )
  })

  test('the operator of the province calls people of all its regencies', async () => {
    await neighbours()
    const province = await village.addOfficer({ role: 'sender', jurisdiction: '32', organisation: 'BPBD Jawa Barat' })
    await village.receive(aFlood(clock.now(), { need: { tagana: 3 } }), { by: province })
    for (const id of ['R-0001', 'R-0002', 'R-0003']) phone(id).received(CALL)
  })
})

test('members of a village are not ordered by anybody', async () => {
  await village.enrol(aMember('R-0005', { position: PANGALENGAN }))
  await village.receive(aFlood(clock.now(), { need: { ksb_member: 1 } }))
  phone('R-0005').received(/PANGGILAN KSB/)
  expect((await trail('action=event-received'))[0]).toMatchObject({ detail: { authority: null } })
})
