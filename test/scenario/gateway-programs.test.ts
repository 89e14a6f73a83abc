import { afterAll, expect, onTestFinished, test } from 'vitest'
import { type Service, startService } from '../../src/main/service.ts'
import { startSmsd } from '../channels/gammu/smsd.ts'
import { TABLES } from '../channels/gammu/tables.ts'
import { freePort, startKannel, USER } from '../channels/kannel/a-kannel.ts'
import { SECRET } from '../channels/kannel/described.ts'
import { openSmsc } from '../channels/smpp/smsc.ts'
import { emptyDatabase } from '../support/database.ts'
import { runOn } from '../support/database-server.ts'
import { aFlood } from '../support/hazards.ts'
import { aTagana } from '../support/people.ts'
import { until } from '../support/processes.ts'
import { openVillage } from '../support/village.ts'

// The whole service between a post over HTTP and what agencies have: Debian's Kannel and Gammu SMSD, an SMSC.
const port = await freePort()
const callback = `http://127.0.0.1:${port}`
const kannel = await startKannel(`${callback}/v1/gateways/kannel/texts?key=${SECRET}`)
afterAll(() => kannel.close())
const smsc = await openSmsc()
afterAll(() => smsc.close())
const smsdUrl = await emptyDatabase()
await runOn(smsdUrl, TABLES)

const CHANNELS = `
sms:
  - name: kannel
    kind: kannel
    url: ${kannel.sendsms}
    username: ${USER.username}
    password: ${USER.password}
    smsc: palsu
    callback: ${callback}
    secret: ${SECRET}
  - name: modem
    kind: gammu
    url: ${smsdUrl}
    perSecond: 100
    pollEvery: 1s
  - name: operator
    kind: smpp
    url: smpp://127.0.0.1:${smsc.port}
    systemId: kentongan
    password: ${USER.password}
    source: BPBD
`
const kentongan = await openVillage({ role: 'api', files: { 'channels.yaml': CHANNELS } })
const { clock, installation } = kentongan

/** Somebody real: a modem reaches nobody who was invented. */
const PHONE = '+6281234567891'

/** A service that really sends, by one of them, and has called one person. */
const calledBy = async (name: string): Promise<{ readonly service: Service; readonly callOutId: string }> => {
  await kentongan.enrol(aTagana('R-0001', { phone: PHONE, synthetic: false }))
  const { configuration } = installation
  const { environment, channels } = configuration
  const service = await startService(
    {
      ...installation,
      configuration: {
        ...configuration,
        environment: { ...environment, channels: 'live', port },
        channels: { ...channels, sms: channels.sms.filter((gateway) => gateway.name === name) },
      },
    },
    'all',
    { ticking: false },
  )
  onTestFinished(() => service.stop())
  const { callOutId } = await kentongan.post(aFlood(clock.now(), { need: { tagana: 1 } }))
  await service.settle()
  return { service, callOutId: callOutId ?? '' }
}

const stateOf = async (service: Service) => {
  await service.settle()
  const [row] = await kentongan.rows<{ state: string; gateway: string; ref: string }>`
    SELECT state, gateway, ref FROM notice WHERE purpose = 'call-out'`
  return row
}

/** The call was delivered, its answer counts, and nothing of it stands in the log. */
const isComing = async (service: Service, callOutId: string, gateway: string): Promise<void> => {
  await until('the call is delivered', async () => (await stateOf(service))?.state === 'delivered')
  await until('the answer is here', async () => {
    await service.settle()
    return (await kentongan.callOut(callOutId)).filled['tagana'] === 1
  })
  expect(await kentongan.callOut(callOutId)).toMatchObject({ status: 'filled', outcomes: { delivered: 1 } })
  expect(await kentongan.rows`SELECT gateway, outcome FROM inbound_message`).toEqual([{ gateway, outcome: 'answered' }])
  expect(kentongan.logged.join('\n')).not.toMatch(new RegExp(`${PHONE.slice(1)}|${USER.password}|${SECRET}`))
  // The village compares what its outbox holds with the rows; this left by the gateway.
  await kentongan.rows`UPDATE notice SET accepted_at = NULL`
}

test('a call-out leaves by Kannel, which brings the report of its SMSC and the yes of whoever was called', async () => {
  const { service, callOutId } = await calledBy('kannel')
  // No SMSC has it: that Kannel has it is all that is known.
  expect(await stateOf(service)).toMatchObject({ state: 'accepted', gateway: 'kannel' })
  const sentTo = await kannel.fake(`${PHONE} 5000 text Ya, siap`)
  await isComing(service, callOutId, 'kannel')
  expect(sentTo()).toEqual([expect.stringMatching(new RegExp(`\\${PHONE} text MOBILISASI.*BANJIR`, 'i'))])
})

test('a call-out leaves by the modem of a Gammu SMSD, which tells of it and brings the yes of whoever was called', async () => {
  const { service, callOutId } = await calledBy('modem')
  expect(await stateOf(service)).toMatchObject({ state: 'accepted', gateway: 'modem' })
  const smsd = startSmsd(smsdUrl)
  onTestFinished(() => smsd.end())
  await until('the modem has sent it', async () => {
    const [receipt] = await kentongan.rows`SELECT state FROM receipt WHERE gateway = 'modem' AND state = 'waiting'`
    return receipt !== undefined
  })
  smsd.report(PHONE, 'Delivered')
  smsd.receive(PHONE, 'ya')
  await isComing(service, callOutId, 'modem')
})

test('a call-out leaves by SMPP, by which its receipt and the yes of whoever was called come in', async () => {
  const { service, callOutId } = await calledBy('operator')
  expect(await stateOf(service)).toMatchObject({ state: 'accepted', gateway: 'operator' })
  expect(smsc.submitted).toMatchObject([{ to: PHONE, text: expect.stringMatching(/^MOBILISASI/) }])
  const from = { source_addr: PHONE.slice(1), source_addr_ton: 1, destination_addr: '5000' }
  // This SMSC ends its ids with a NUL.
  const report = { ...from, esm_class: 4, short_message: 'stat:DELIVRD err:000 id:m-1\0' }
  for (const brought of [report, { ...from, short_message: '1' }])
    expect(await smsc.bring(brought)).toMatchObject({ command_status: 0 })
  await isComing(service, callOutId, 'operator')
})
