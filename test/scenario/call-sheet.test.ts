import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { callOutCommand } from '../../src/cli/call-out.ts'
import { callSheetCommand } from '../../src/cli/call-sheet.ts'
import { command } from '../cli/commands.ts'
import { aFlood } from '../support/hazards.ts'
import { aTagana } from '../support/people.ts'
import { openVillage } from '../support/village.ts'

const village = await openVillage()
const { environment } = village.installation.configuration

/** A command as somebody types it beside the service, on the same rows. */
const typed = (register: Parameters<typeof command>[0]) =>
  command(register, environment.home, {
    DATABASE_URL: village.installation.databaseUrl,
    REDIS_URL: environment.redisUrl ?? '',
    KENTONGAN_SECRET: 'a secret for scenarios only, and long enough',
    KENTONGAN_CONFIG: environment.configDir,
    KENTONGAN_PORT: '0',
  })

test('a call sheet lists whom to telephone, also whom no message reached, and takes their answers after the deadline', async () => {
  await village.enrol(
    aTagana('R-0001', { kmNorth: 1, villageCode: '32.04.15.2003' }),
    aTagana('R-0002', { kmNorth: 2, villageCode: '32.04.15.2004' }),
    aTagana('R-0003', { kmNorth: 3, villageCode: '32.04.15.2003' }),
  )
  // Her number cannot be read while the call goes out, and is mended later.
  const second = await village.idOf('R-0002')
  const [kept] = await village.rows<{
    phone_sealed: Buffer
  }>`SELECT phone_sealed FROM responder WHERE id = ${second}::uuid`
  await village.rows`UPDATE responder SET phone_sealed = '\\x00' WHERE id = ${second}::uuid`
  await village.receive(aFlood(village.clock.now(), { mode: 'exercise', need: { tagana: 3 } }))
  for (const id of ['R-0001', 'R-0003']) village.phone(id).received(/LATIHAN - .* LATIHAN$/)
  await village.replies('R-0003', '1')
  await village.rows`UPDATE responder SET phone_sealed = ${kept?.phone_sealed} WHERE id = ${second}::uuid`
  await village.advance({ min: 11 })
  village.phone('O-9001').received(/KURANG/)
  village.mail('O-9001').received(/KURANG/)
  const { callOutId, code } = await village.callOut()

  const { out, code: ended } = await typed(callSheetCommand)('call-sheet', callOutId)
  expect(ended).toBe(0)
  const lines = out.trimEnd().split('\n')
  expect([lines[0], lines.at(-1)]).toEqual([
    `LATIHAN - DAFTAR TELEPON (call sheet), kode ${code} LATIHAN`,
    `LATIHAN - Habis (end), kode ${code} LATIHAN`,
  ])
  const of = (id: string): string => {
    const at = lines.findIndex((line) => line.endsWith(id))
    return `${lines[at]} ${lines[at + 1]}`
  }
  expect(of('R-0001')).toMatch(/^ +1 {2}0840-0000-001 .*Tagana +1 km.*\[ \] YA.*\(pesan terkirim\)/)
  expect(of('R-0002')).toMatch(/^ +2 {2}0840-0000-002 .*\[ \] YA.*\(pesan belum terkirim\)/)
  expect(of('R-0003')).toMatch(/^ +- .*sudah menjawab: YA, 13\.21 WIB/)
  const villages = lines.filter((line) => /^[A-Z].*KEC\. PANGALENGAN.*orang$/.test(line))
  expect(villages.map((line) => line.replace(/^.*: /, ''))).toEqual(['2 orang', '1 orang'])
  expect(out).toMatch(/NASKAH RADIO[\s\S]*kode [A-Z0-9]{4}/)

  const answered = await typed(callOutCommand)(
    ...['--json', 'call-out', 'answer', callOutId, '--responder', 'R-0002', '--answer', 'arrived'],
  )
  expect(JSON.parse(answered.out)).toMatchObject({ result: 'counted', answer: 'arrived' })
  const refused = await typed(callOutCommand)('call-out', 'answer', callOutId, '--responder', 'X', '--answer', 'yes')
  expect([refused.code, refused.err]).toEqual([2, expect.stringContaining('which nobody called has')])

  // Whoever asked not to be called is told of by name; their number is handed to nobody, by `--json` neither.
  await village.rows`UPDATE responder SET opted_out_at = now() WHERE external_id = 'R-0003'`
  const read = await typed(callSheetCommand)('--json', 'call-sheet', callOutId)
  const { people }: { people: readonly object[] } = JSON.parse(read.out)
  expect(people).toMatchObject([
    { externalId: 'R-0001', phone: '+628400000001', optedOut: false },
    { externalId: 'R-0002', phone: '+628400000002', optedOut: false },
    { externalId: 'R-0003', phone: null, optedOut: true },
  ])

  const folder = mkdtempSync(join(tmpdir(), 'kentongan-sheet-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const file = join(folder, 'daftar.txt')
  const written = await typed(callSheetCommand)('--json', 'call-sheet', callOutId, '--out', file)
  expect(JSON.parse(written.out)).toMatchObject({ written: file, people: 3 })
  expect(statSync(file).mode & 0o777).toBe(0o600)
  expect(readFileSync(file, 'utf8')).toMatch(/R-0002\n +sudah menjawab: TIBA, \d\d\.\d\d WIB/)

  const trail = await village.rows<{ action: string; detail: unknown }>`
    SELECT action, detail FROM audit_entry WHERE action = 'call-sheet-made'`
  expect(trail).toEqual([
    { action: 'call-sheet-made', detail: { people: 3 } },
    { action: 'call-sheet-made', detail: { people: 3 } },
    { action: 'call-sheet-made', detail: { people: 3 } },
  ])
  expect(village.logged.join('')).not.toContain('84000')
  await village.settle()
})
