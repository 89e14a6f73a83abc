import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { emailChannel } from '../../src/channels/email.ts'
import { sending } from '../channels/sending.ts'
import { readLedger } from '../support/ledger.ts'
import { run, until } from '../support/processes.ts'

const aSink = async (program: string, beginning: string): Promise<{ url: string; file: string }> => {
  const folder = mkdtempSync(join(tmpdir(), 'kentongan-sink-'))
  const file = join(folder, 'ledger')
  // So slow that nobody gets an answer within the test: what the ledger holds then was written before.
  const running = run(program, [file, '60000', '60000'], {
    env: { SMS_TOKEN: 'right' },
    logFile: join(folder, 'log'),
  })
  onTestFinished(async () => {
    await running.kill()
    rmSync(folder, { recursive: true })
  })
  return { url: await running.said(beginning), file }
}

const post = (url: string, token: string, signal?: AbortSignal): Promise<Response> =>
  fetch(url, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'idempotency-key': 'kn-1' },
    body: JSON.stringify({ to: '+6284100', text: 'banjir', ref: 'kn-1' }),
    ...(signal === undefined ? {} : { signal }),
  })

test('the SMS sink writes a message down before it answers, and none that comes without its token', async () => {
  const { url, file } = await aSink('test/support/sms-sink.js', 'http://')
  expect((await post(url, 'wrong')).status).toBe(401)
  expect(readLedger(file)).toEqual([])
  const giveUp = new AbortController()
  const answer = post(url, 'right', giveUp.signal)
  await until('the ledger has the message', () => readLedger(file).length === 1)
  giveUp.abort()
  await expect(answer).rejects.toThrow(/abort/i)
  expect(readLedger(file)).toMatchObject([{ channel: 'sms', ref: 'kn-1', to: '+6284100', says: 'banjir' }])
})

test('the SMTP sink writes a mail down before it answers, under the reference in its Message-ID', async () => {
  const { url, file } = await aSink('test/support/smtp-sink.js', 'smtp://')
  const channel = sending(
    emailChannel({
      smtpUrl: url,
      mailFrom: 'Kentongan <uji@example.id>',
      deadlines: { messageMs: 2_000 },
    }),
  )
  const outcome = await channel.send({
    ref: 'kn-2',
    to: 'relawan@uji.invalid',
    subject: 'Banjir',
    text: 'Segera',
    synthetic: true,
    mode: 'actual',
    urgent: true,
  })
  await channel.close()
  expect(outcome.kind).toBe('unknown')
  expect(readLedger(file)).toMatchObject([{ channel: 'email', ref: 'kn-2', to: 'relawan@uji.invalid', says: 'Banjir' }])
})
