import pg from 'pg'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { listenTo } from '../../../src/channels/gammu/listening.ts'
import { systemClock } from '../../../src/clock.ts'
import { Unavailable } from '../../../src/errors.ts'
import { until } from '../../support/processes.ts'
import { anSms } from '../a-message.ts'
import { describeAdapter } from '../conformance/describe-adapter.ts'
import { closeGammu, gammuDriver, gammuTables } from '../conformance/gammu-driver.ts'
import { EVERY_SIGN, HOSTILE } from '../conformance/texts.ts'
import { sending } from '../sending.ts'
import { aHearing, quietLog } from '../smpp/a-gateway.ts'
import { aGammu, aRelay } from './a-gammu.ts'
import { type Smsd, startSmsd, type Tables } from './smsd.ts'

let tables: Tables

beforeAll(async () => {
  tables = await gammuTables()
})
afterAll(() => closeGammu())

// The tables are for all tests of this file.
const { close: _, ...driver } = gammuDriver
describeAdapter(driver, 6)

const LONG = 'Banjir – “siaga” 🙏 ½'.repeat(5)

test('SMSD sends what is put there whole, tells of it, and brings texts, each taken once', async () => {
  await tables.clear()
  const failures = [new Unavailable('the database is away')]
  const { channel, ask, receipts, texts, close } = aGammu(tables.url, {
    fails: () => failures.pop() ?? null,
    phone: 'modem-1',
  })
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
  const again = aGammu(tables.url)
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
  const { channel, ask } = aGammu(tables.url)
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

test('an exercise goes by a modem of its own, and what is urgent before the rest', async () => {
  await tables.clear()
  const { channel } = aGammu(tables.url, { phone: 'modem-1', exercisePhone: 'modem-2' })
  await channel.send(anSms({ ref: 'n-4', urgent: true }))
  await channel.send(anSms({ ref: 'n-5', mode: 'exercise', urgent: false }))
  const { rows } = await tables.db.query('SELECT "SenderID" AS by, "Priority" AS first FROM outbox ORDER BY "ID"')
  expect(rows).toEqual([
    { by: 'modem-1', first: 1 },
    { by: 'modem-2', first: 0 },
  ])
})

test('a table that somebody holds takes nothing, then or later', async () => {
  await tables.clear()
  const { channel } = aGammu(tables.url)
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
  const { channel, receipts } = aGammu(tables.url)
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

const inbox = (...texts: readonly string[]) =>
  tables.db.query(
    `INSERT INTO inbox ("Text", "SenderNumber", "UDH", "TextDecoded", "RecipientID")
     SELECT '', '+6281234567890', '', text, 'modem-1' FROM unnest($1::text[]) AS text`,
    [texts],
  )
const left = async () =>
  (await tables.db.query<{ text: string }>('SELECT "TextDecoded" AS text FROM inbox WHERE NOT "Processed"')).rows

test('a text that cannot be kept for its own sake holds up no other and is tried again; while none can be kept all wait', async () => {
  await tables.clear()
  // More than one look brings.
  await inbox('rusak', ...Array.from({ length: 230 }, () => 'rusak sekali'), 'ya', 'tidak')
  await tables.db.query(`UPDATE inbox SET "ReceivingDateTime" = 'infinity' WHERE "TextDecoded" = 'rusak'`)
  const tried: string[] = []
  let fault: Error | null = new TypeError('no way to read it from 081234567890')
  const { texts, lines } = aGammu(tables.url, {
    fails: (text) => {
      tried.push(text)
      return fault instanceof Unavailable || text.startsWith('rusak') ? fault : null
    },
  })
  await until('the others are here', () => texts.length >= 2)
  expect(texts.map(({ text }) => text)).toEqual(['ya', 'tidak'])
  await until('they are marked', async () => (await left()).length === 231)
  const said = lines.filter((line) => line.includes('could not be kept'))
  expect(said.filter((line) => line.includes('"level":"error"'))).toHaveLength(231)
  expect(said.join()).not.toContain('081234567890')
  fault = null
  await tables.db.query(`UPDATE inbox SET "ReceivingDateTime" = LOCALTIMESTAMP WHERE "TextDecoded" = 'rusak'`)
  await until('nothing is left', async () => (await left()).length === 0)
  expect(texts).toHaveLength(233)

  fault = new Unavailable('the database is away')
  tried.length = 0
  await inbox('siap', 'tiba', 'aman')
  await until('it is tried twice', () => tried.length > 1)
  expect(new Set(tried)).toEqual(new Set(['siap']))
  expect(await left()).toHaveLength(3)
  fault = null
  await until('all are here', () => texts.length === 236)
  expect(texts.slice(-3).map(({ text }) => text)).toEqual(['siap', 'tiba', 'aman'])
})

test('what SMSD sent while this machine slept is told: the look begins where the last one ended in the time of the database', async () => {
  await tables.clear()
  const { hearing, receipts } = aHearing()
  // One connection alone: its zone moves the database's time for it, and no clock of this machine.
  const pool = new pg.Pool({ connectionString: tables.url, max: 1 })
  await pool.query(`SET TIME ZONE 'UTC'`)
  const listening = listenTo(
    { name: 'modem', phones: [], everyMs: 20, hearing, clock: systemClock(), log: quietLog() },
    pool,
  )
  onTestFinished(async () => {
    await listening.close()
    await pool.end()
  })
  const sent = (ref: string, minutes: number) =>
    pool.query(
      `INSERT INTO sentitems ("Text", "UDH", "SenderID", "CreatorID", "Status", "UpdatedInDB", "ID")
       VALUES ('', '', 'modem-1', $1, 'DeliveryOK', LOCALTIMESTAMP + make_interval(mins => $2), nextval('"outbox_ID_seq"'))`,
      [`kentongan ${ref}`, minutes],
    )
  await sent('n-20', 0)
  await until('it is told', () => receipts.some(({ ref }) => ref === 'n-20'))
  // Two hours go by: in the first SMSD wrote this.
  await sent('n-21', 60)
  await pool.query(`SET TIME ZONE 'UTC-2'`)
  await until('it is told as well', () => receipts.some(({ ref }) => ref === 'n-21'))
  // And the clock is put back: what is written then is older than the last look.
  await pool.query(`SET TIME ZONE 'UTC'`)
  await sent('n-22', 0)
  await until('it is told too', () => receipts.some(({ ref }) => ref === 'n-22'))
})

test('a database that takes octets and says nothing is left, and the next look and message go by other connections', async () => {
  await tables.clear()
  const relay = await aRelay(tables.url)
  const { channel, texts, lines } = aGammu(relay.url)
  await until('it looked', () => relay.connections > 0)
  await inbox('ya')
  await until('it hears', () => texts.length === 1)
  relay.deaf = true
  await inbox('tiba')
  await expect(channel.send(anSms({ ref: 'n-23' }))).resolves.toMatchObject({ kind: 'try-again' })
  await until('the look is given up', () => lines.some((line) => line.includes('gives no receipts and texts')))
  expect(texts).toHaveLength(1)
  relay.deaf = false
  await until('it hears again', () => texts.length === 2)
  await expect(channel.send(anSms({ ref: 'n-23' }))).resolves.toMatchObject({ kind: 'accepted' })
})
