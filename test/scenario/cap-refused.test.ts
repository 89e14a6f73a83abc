import { beforeEach, describe, expect, test } from 'vitest'
import { aCap, refersTo } from '../support/cap.ts'
import { aTagana } from '../support/people.ts'
import { openVillage } from '../support/village.ts'

const kentongan = await openVillage()
const { phone } = kentongan

beforeEach(() => kentongan.enrol(aTagana('R-0001'), aTagana('R-0002')))

describe('an alert in CAP that is refused', () => {
  const kept = async (): Promise<number> => (await kentongan.rows`SELECT 1 FROM delivery`).length

  test.each<[string, string, number, RegExp]>([
    ['CAP 1.1', aCap({ version: '1.1' }), 422, /1\.1/],
    ['a message without its sender', aCap().replace(/<sender>.*<\/sender>/, ''), 422, /sender/],
    ['an update without references', aCap({ msgType: 'Update' }), 422, /references/],
    ['XML that is not well-formed', aCap().replace('</info>', ''), 400, /info|tag|XML/i],
    [
      'a document type',
      aCap().replace('<alert', '<!DOCTYPE alert [<!ENTITY x "y">]>\n<alert'),
      400,
      /DOCTYPE|document type/i,
    ],
    ['no XML at all', 'banjir!', 400, /XML|document/i],
    ['nothing', '', 400, /./],
  ])('%s, with what is wrong', async (_words, xml, status, saying) => {
    const answered = await kentongan.receive(xml)
    expect(answered).toMatchObject({ httpStatus: status })
    expect(JSON.stringify(answered)).toMatch(saying)
    expect(await kept()).toBe(0)
  })

  test('every violation is listed with its path', async () => {
    const answered = await kentongan.receive(
      aCap({ status: 'Aktual', severity: 'Parah', sent: '2026-11-22T13:21:00Z' }),
    )
    expect(answered.httpStatus).toBe(422)
    const paths = (answered.errors ?? []).map(({ path }) => path).join(' ')
    for (const name of ['status', 'severity', 'sent']) expect(paths).toContain(name)
  })

  test('a time of sending that is still ahead; the corrected alert calls people, and its cancel stands them down', async () => {
    // WIB written with the offset of UTC: seven hours ahead.
    for (const sent of ['2026-11-22T13:21:00+00:00', '2027-11-22T13:21:00+07:00', '2026-11-22T13:26:01+07:00']) {
      const answered = await kentongan.receive(aCap({ sent }))
      expect(answered).toMatchObject({ httpStatus: 422, errors: [{ path: 'alert/sent' }] })
      expect(JSON.stringify(answered.errors)).toContain('13:21 WIB is 13:21:00+07:00')
    }
    expect(await kept()).toBe(0)
    expect(await kentongan.receive(aCap())).toMatchObject({ httpStatus: 202, decision: 'mobilise' })
    for (const id of ['R-0001', 'R-0002']) phone(id).received(/MOBILISASI/)
    const cancel = { identifier: 'cap-2', sent: '2026-11-22T13:26:00+07:00', msgType: 'Cancel' }
    const cancelled = await kentongan.receive(aCap({ ...cancel, references: refersTo('cap-1') }))
    expect(cancelled).toMatchObject({ httpStatus: 202, reason: 'stood-down' })
    for (const id of ['R-0001', 'R-0002']) phone(id).received(/BATAL/)
  })

  test('a signature that is not the sender’s', async () => {
    const answered = await kentongan.receive(aCap(), { forged: true })
    expect(answered).toMatchObject({ httpStatus: 401 })
    expect(answered.errors).toEqual([])
    expect(await kept()).toBe(0)
  })

  test('more than 1 MiB; a little less is read', async () => {
    const padded = (bytes: number): string => {
      const xml = aCap()
      return `${xml}<!--${'x'.repeat(bytes - xml.length - 7)}-->`
    }
    expect(await kentongan.receive(padded(1024 * 1024 + 1))).toMatchObject({ httpStatus: 413 })
    expect(await kept()).toBe(0)
    expect(await kentongan.receive(padded(1024 * 1024))).toMatchObject({ httpStatus: 202 })
    for (const id of ['R-0001', 'R-0002']) phone(id).received(/MOBILISASI/)
  })

  test('an alert outside the sender’s jurisdiction', async () => {
    const bantul = await kentongan.addOfficer({ role: 'sender', jurisdiction: '34.02', organisation: 'BPBD Bantul' })
    expect(await kentongan.receive(aCap(), { by: bantul })).toMatchObject({ httpStatus: 403 })
    expect(await kept()).toBe(0)
  })
})
