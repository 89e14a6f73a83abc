import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { z } from 'zod'
import { callOutCommand } from '../../src/cli/call-out.ts'
import { eventCommand } from '../../src/cli/event.ts'
import { importCommand } from '../../src/cli/import.ts'
import { operatorCommand } from '../../src/cli/operator.ts'
import { replyCommand } from '../../src/cli/reply.ts'
import { serverPid } from '../embedded/ground.ts'
import { run, treeOf, until } from '../support/processes.ts'
import { command, freshFolder } from './commands.ts'

const PROGRAM = 'src/cli/kentongan.js'
const LIMIT_MS = 180_000

const folder = await freshFolder()
const env = { KENTONGAN_HOME: join(folder, 'home'), KENTONGAN_PORT: '0', SMS_INBOUND_TOKEN: 'gateway' }

const home = env.KENTONGAN_HOME
const inHere = command(
  (program, run) => {
    for (const add of [importCommand, operatorCommand, eventCommand, callOutCommand, replyCommand]) add(program, run)
  },
  home,
  env,
)

/** One-shot commands run in this process, which spares each a start of Node.js. */
const kentongan = async (args: readonly string[]) => {
  const { code, out, err } = await inHere(...args, '--json')
  return { code, body: out === '' ? undefined : JSON.parse(out), err }
}

/** The event in a file, to be sent. */
const written = (name: string, content: string): string => {
  const file = join(folder, name)
  writeFileSync(file, content)
  return file
}

const register = `external_id,source,name,kind,phone,longitude,latitude,level,consent_on,synthetic
${[1, 2, 3]
  .map((n) => `T-${n},test,Warga ${n},tagana,+62840000000${n},107.51${n},-7.19,utama,2026-01-02,true`)
  .join('\n')}
`

const flood = (id: string) =>
  JSON.stringify({
    id,
    mode: 'exercise',
    messageType: 'alert',
    hazard: 'flood',
    severity: 'severe',
    occurredAt: new Date().toISOString(),
    headline: 'Banjir',
    area: { geometry: { type: 'Point', coordinates: [107.5161, -7.1908] }, radiusKm: 5 },
    need: { tagana: 1 },
  })

const added = z.object({ operatorId: z.string(), secret: z.string() })
const sent = z.object({ eventId: z.string(), callOutId: z.string(), decision: z.literal('mobilise') })

const startAll = () => run(PROGRAM, ['start'], { env, logFile: join(folder, 'start.log') })
let running: ReturnType<typeof startAll> | undefined

afterAll(async () => {
  await running?.end()
}, LIMIT_MS)

/** The child that a supervisor has now. */
const childOf = (pid: number): number | undefined => treeOf(pid)[1]

test(
  'an event goes in, people are called, an answer by text fills it; a killed service comes back; SIGTERM ends with 0',
  async () => {
    expect(await kentongan(['import', 'responders', written('responders.csv', register)])).toMatchObject({
      code: 0,
      body: { saved: 3, rejected: 0 },
    })
    const operator = ['--name', 'Dinsos', '--jurisdiction', '', '--role', 'sender']
    const { operatorId, secret } = added.parse((await kentongan(['operator', 'add', ...operator])).body)
    const sender = ['--operator', operatorId, '--secret', secret]

    const alone = await kentongan(['event', 'send', written('alone.json', flood('alone')), ...sender])
    expect(alone).toMatchObject({ code: 0, err: expect.stringContaining('no service answers here') })
    const first = sent.parse(alone.body)
    // Nothing runs yet, so nobody was called.
    expect((await kentongan(['call-out', 'show', first.callOutId])).body).toMatchObject({ status: 'planning' })

    running = startAll()
    const { pid, lines } = running
    await running.said('kentongan ready http://127.0.0.1:', LIMIT_MS)
    const calling = await until(
      'what waited is called',
      async () => {
        const { body } = await kentongan(['call-out', 'show', first.callOutId])
        return body.status === 'calling' && body.notices.accepted > 0 && body
      },
      LIMIT_MS,
    )
    expect(calling.called).toBeGreaterThan(0)

    const again = await kentongan(['event', 'send', written('served.json', flood('served')), ...sender])
    expect(again).toMatchObject({ code: 0, err: '' })
    expect((await kentongan(['event', 'list'])).body.events).toHaveLength(2)
    const refused = await kentongan(['event', 'send', written('wrong.json', '{"id":"x"}'), ...sender])
    expect(refused).toMatchObject({ code: 2, body: { error: { message: expect.stringContaining('422') } } })

    const { body } = await kentongan(['call-out', 'notices', first.callOutId])
    expect(body.notices[0].text).toMatch(/LATIHAN[\s\S]*http:\/\/127\.0\.0\.1:\d+\/a\//)
    for (const n of [1, 2, 3])
      expect(await kentongan(['reply', '--from', `+62840000000${n}`, '--text', `ya ${calling.code}`])).toMatchObject({
        code: 0,
      })
    const filled = await until(
      'it is filled',
      async () => {
        const shown = (await kentongan(['call-out', 'show', first.callOutId])).body
        return shown.status === 'filled' && shown
      },
      LIMIT_MS,
    )
    expect(filled.filled).toEqual({ tagana: 1 })

    const child = childOf(pid)
    if (child === undefined) throw new Error('the supervisor has no child')
    process.kill(child, 'SIGKILL')
    await until('the killed service is ready again', () => lines.length === 2, LIMIT_MS)
    expect(lines[1]).toMatch(/^kentongan ready http:\/\/127\.0\.0\.1:\d+$/)
    expect(childOf(pid)).not.toBe(child)

    const over = await kentongan(['call-out', 'stand-down', first.callOutId, '--reason', 'selesai'])
    expect(over).toMatchObject({ code: 0, body: { status: 'stood-down' } })
    expect(await kentongan(['call-out', 'watch', first.callOutId])).toMatchObject({
      code: 0,
      body: { status: 'stood-down' },
    })
    expect((await kentongan(['call-out', 'stand-down', first.callOutId])).code).toBe(1)

    const ended = await running.end()
    expect(ended).toMatchObject({ status: 0, killed: false })
    expect(ended.tookMs).toBeLessThan(30_000)
    running = undefined
    expect(serverPid(home)).toBeUndefined()
  },
  LIMIT_MS,
)

test(
  'a service whose supervisor was killed ends by itself and takes the database with it',
  async () => {
    const { pid, said, kill } = startAll()
    await said('kentongan ready', LIMIT_MS)
    const rest = treeOf(pid).slice(1)
    expect(rest).not.toEqual([])
    process.kill(pid, 'SIGKILL')
    expect(serverPid(home)).toBeDefined()
    await until('its child is gone', () => rest.every((each) => treeOf(each).length === 0), LIMIT_MS).finally(kill)
    expect(serverPid(home)).toBeUndefined()
  },
  LIMIT_MS,
)
