import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { gammuGateway } from '../../../src/channels/gammu/gateway.ts'
import { systemClock } from '../../../src/clock.ts'
import { until } from '../../support/processes.ts'
import { anSms } from '../a-message.ts'
import { describeAdapter } from '../conformance/describe-adapter.ts'
import { closeGammu, gammuDriver, gammuTables } from '../conformance/gammu-driver.ts'
import { EVERY_SIGN, HOSTILE } from '../conformance/texts.ts'
import { sending } from '../sending.ts'
import { aHearing, quietLog } from '../smpp/a-gateway.ts'
import { type Smsd, startSmsd, type Tables } from './smsd.ts'

let tables: Tables

beforeAll(async () => {
  tables = await gammuTables()
})
afterAll(() => closeGammu())

// The tables are for all tests of this file.
const { close: _, ...driver } = gammuDriver
describeAdapter(driver, 6)

/** A gateway to the tables, and what it heard. Fails to keep a text so often. */
const aGammu = ({ failures = 0, phone = null as string | null } = {}) => {
  const heard = aHearing()
  let left = failures
  const gateway = gammuGateway({
    name: 'modem',
    url: tables.url,
    phone,
    exercisePhone: null,
    connections: 2,
    connectMs: 1_000,
    answerMs: 1_000,
    pollEveryMs: 50,
    hearing: {
      receipt: heard.hearing.receipt,
      text: async (text) => {
        left -= 1
        if (left >= 0) throw new Error('the database is away')
        await heard.hearing.text(text)
      },
    },
    clock: systemClock(),
    log: quietLog(),
  })
  const channel = sending(gateway)
  let open = true
  const close = async (): Promise<void> => {
    if (open) await channel.close()
    open = false
  }
  onTestFinished(close)
  return { ...heard, channel, ask: gateway.ask, close }
}

const LONG = 'Banjir – “siaga” 🙏 ½'.repeat(5)

test('SMSD sends what is put there whole, tells of it, and brings texts, each taken once', async () => {
  await tables.clear()
  const { channel, ask, receipts, texts, close } = aGammu({ failures: 1, phone: 'modem-1' })
  for (const [ref, text] of [
    ['n-1', EVERY_SIGN],
    ['n-2', HOSTILE.repeat(2)],
    ['n-3', LONG],
  ] as const)
    expect(await channel.send(anSms({ ref, text, to: `+628123456789${ref.at(-1)}` }))).toMatchObject({
      kind: 'accepted',
    })
  const smsd: Smsd = startSmsd(tables.url)
  onTestFinished(() => smsd.end())
  smsd.receive('+6281234567891', 'ya – siap')
  smsd.receive('+6281234567892', 'satu ', '050003070201')
  smsd.receive('+6281234567892', 'dua', '050003070202')
  const statesOf = (ref: string) => receipts.flatMap((one) => (one.ref === ref ? [one.state] : []))
  await until('all is sent', async () => (await tables.db.query('SELECT FROM outbox')).rows.length === 0)
  await until('it is told', () => ['n-1', 'n-2', 'n-3'].every((ref) => statesOf(ref).length > 0))
  await until('all texts are here', () => texts.length >= 2)
  const { rows } = await tables.db.query<{ ref: string; text: string }>(
    `SELECT "CreatorID" AS ref, string_agg("TextDecoded", '' ORDER BY "SequencePosition") AS text
       FROM sentitems GROUP BY 1 ORDER BY 1`,
  )
  expect(rows).toEqual([
    { ref: 'kentongan n-1', text: EVERY_SIGN },
    { ref: 'kentongan n-2', text: HOSTILE.repeat(2) },
    { ref: 'kentongan n-3', text: LONG },
  ])
  expect(texts.map(({ from, text }) => [from, text]).sort()).toEqual([
    ['+6281234567891', 'ya – siap'],
    ['+6281234567892', 'satu dua'],
  ])
  smsd.report('+6281234567891', 'Delivered')
  smsd.report('+6281234567893', 'Failed')
  await until('the reports are told', () => statesOf('n-1').length > 1 && statesOf('n-3').length > 1)
  expect(statesOf('n-1')).toEqual(['waiting', 'delivered'])
  expect(statesOf('n-3')).toEqual(['waiting', 'failed'])
  expect(await ask('n-1', null)).toMatchObject({ ref: 'n-1', state: 'delivered', reason: null })
  await close()
  // A process that begins anew hears of it once more, under the same names.
  const again = aGammu()
  await until('it is told again', () => again.receipts.length >= 3)
  expect(again.receipts.find(({ ref }) => ref === 'n-1')).toMatchObject({ state: 'delivered' })
  expect(again.texts).toEqual([])
})

test('a cut after the commit is unknown, can be asked about, and is not put there twice', async () => {
  const stand = await gammuDriver.stand(null)
  onTestFinished(() => stand.close())
  stand.does({ kind: 'cut' })
  const cut = sending(gammuDriver.channel(stand, { connections: 1, connectMs: 1_000, answerMs: 1_000 }))
  onTestFinished(() => cut.close())
  const { channel, ask } = aGammu()
  expect(await ask('n-7', null)).toBeNull()
  expect(await cut.send(anSms({ ref: 'n-7', text: LONG }))).toMatchObject({ kind: 'unknown' })
  expect(await ask('n-7', null)).toMatchObject({ ref: 'n-7', state: 'waiting', reason: 'in the outbox' })
  stand.release()
  const again = await cut.send(anSms({ ref: 'n-7', text: LONG }))
  expect(again.kind).toBe('accepted')
  expect(await channel.send(anSms({ ref: 'n-7', text: LONG }))).toEqual(again)
  const { rows } = await tables.db.query('SELECT FROM outbox')
  const { rows: others } = await tables.db.query('SELECT FROM outbox_multipart')
  expect([rows.length, others.length]).toEqual([1, 1])
})

test('a table that somebody holds takes nothing, then or later', async () => {
  await tables.clear()
  const { channel } = aGammu()
  const holder = await tables.db.connect()
  await holder.query('BEGIN')
  await holder.query('LOCK TABLE outbox')
  expect(await channel.send(anSms({ ref: 'n-6' }))).toMatchObject({
    kind: 'try-again',
    reason: expect.stringMatching(/^database: canceling statement/),
  })
  await holder.query('COMMIT')
  holder.release()
  expect((await tables.db.query('SELECT FROM outbox')).rows).toEqual([])
})

test('what no modem sent in its time is taken out and told as expired, unless one is at it', async () => {
  await tables.clear()
  const { channel, receipts } = aGammu()
  for (const ref of ['n-8', 'n-9', 'n-10'])
    await channel.send(anSms({ ref, expiresAt: new Date(Date.now() + (ref === 'n-10' ? 3_600_000 : 60_000)) }))
  await tables.db.query(
    `UPDATE outbox SET "SendingTimeOut" = LOCALTIMESTAMP + interval '1 minute' WHERE "CreatorID" = 'kentongan n-9'`,
  )
  await tables.db.query(
    `UPDATE outbox SET "InsertIntoDB" = "InsertIntoDB" - interval '6 minutes', "SendingTimeOut" = "SendingTimeOut" - interval '6 seconds'`,
  )
  const left = async () =>
    (await tables.db.query<{ ref: string }>('SELECT "CreatorID" AS ref FROM outbox ORDER BY "ID"')).rows
  await until('one is gone', async () => (await left()).length < 3)
  expect(receipts).toMatchObject([{ ref: 'n-8', state: 'expired', reason: 'no modem sent it in its time' }])
  expect(await left()).toEqual([{ ref: 'kentongan n-9' }, { ref: 'kentongan n-10' }])
})
