#!/usr/bin/env node
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { openApi } from './demo/api.ts'
import { openScreen, type Screen } from './demo/screen.ts'
import { buildStage, prepareDatabase, type Stage } from './demo/stage.ts'
import { tellStory } from './demo/story.ts'

const HELP = `npm run demo [-- --exit]

Runs Kentongan's main job from nothing, on a database of its own that is removed afterwards: a register of invented
people is made, a flood is posted to the webhook, the nearest are called, villagers answer, and enough come. Nothing is
really sent. It posts, answers and watches over HTTP, as anybody could.

  --exit   ends by itself; status 1 if the call-out was not filled
`

/** Ten minutes to answer, in the time of the demo. */
const ACK_DEADLINE = '6s'

const prepare = async (stage: Stage, screen: Screen) => {
  await prepareDatabase(stage)
  const startedMs = performance.now()
  await stage.run('sample', '--out', stage.register, '--load')
  screen.line(
    `638 villages (KSB) and 80,000 invented people are in the register, in ${((performance.now() - startedMs) / 1000).toFixed(1)} s.`,
  )
  const operator: unknown = JSON.parse(
    await stage.run(
      'operator',
      'add',
      '--name',
      'BPBD Bantul (demo)',
      '--jurisdiction',
      '34.02',
      '--role',
      'admin',
      '--email',
      'pusdalops@bpbd.contoh.invalid',
      '--json',
    ),
  )
  screen.line('An operator of BPBD Bantul has a signing secret and a token.')
  const url = await stage.start()
  screen.line(`The service is ready at ${url}.`)
  return {
    url,
    phonesFile: join(stage.register, 'responders.csv'),
    operator: operator as { operatorId: string; secret: string; token: string },
  }
}

const untilInterrupted = (): Promise<void> =>
  new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve())
  })

const readArguments = (): { readonly exit: boolean; readonly help: boolean } | string => {
  try {
    const { values } = parseArgs({
      options: { exit: { type: 'boolean', default: false }, help: { type: 'boolean', short: 'h', default: false } },
    })
    return values
  } catch (thrown) {
    return `demo: ${thrown instanceof Error ? thrown.message : String(thrown)}`
  }
}

const main = async (): Promise<number> => {
  const values = readArguments()
  if (typeof values === 'string') {
    process.stderr.write(`${values}\n\n${HELP}`)
    return 2
  }
  if (values.help) {
    process.stdout.write(HELP)
    return 0
  }
  let alarmMs: number | null = null
  const screen = openScreen(process.stdout, () => (alarmMs === null ? null : performance.now() - alarmMs))
  screen.chapter('Kentongan: who is near, who can come, who has said yes')
  const stage = await buildStage(ACK_DEADLINE)
  let interrupted = false
  const interrupt = untilInterrupted().then(() => {
    interrupted = true
  })
  try {
    const prepared = await Promise.race([prepare(stage, screen), interrupt.then(() => undefined)])
    if (prepared === undefined) return 1
    const { url, operator, phonesFile } = prepared
    const api = openApi(url, operator)
    const filled = await Promise.race([
      tellStory({ api, url, stage, screen, phonesFile, alarm: () => (alarmMs = performance.now()) }),
      interrupt.then(() => false),
    ])
    if (!values.exit && !interrupted) {
      screen.chapter('The service goes on until you press Ctrl-C')
      screen.line(`curl -H 'Authorization: Bearer ${operator.token}' ${url}/v1/call-outs`, 'quiet')
      await interrupt
    }
    return filled ? 0 : 1
  } finally {
    await stage.strike()
  }
}

try {
  process.exitCode = await main()
} catch (thrown) {
  process.stderr.write(`demo: ${thrown instanceof Error ? thrown.message : String(thrown)}\n`)
  process.exitCode = 1
}
// A listener for Ctrl-C, or a socket that is kept alive, must not hold the demo open.
process.exit()
