import { cpus } from 'node:os'
import { parseArgs } from 'node:util'
import { conformance } from './conformance.ts'
import { dispatch } from './dispatch.ts'
import { type Figure, shareOf } from './figure.ts'
import { intake } from './intake.ts'
import { lanes } from './lanes.ts'
import { nearest } from './nearest.ts'
import { plan } from './plan.ts'
import { selection } from './selection.ts'
import { smppThroughput } from './smpp.ts'
import { type OpenStage, openStage, type Stage } from './stage.ts'
import { texts } from './texts.ts'
import { year } from './year.ts'

// `npm run bench [-- NAME …]`, for programs `npm run --silent bench -- [NAME …] --json`: measures, beside what the same machine does without us, and judges nothing.
// Exit 1 when what was measured did not even do its work.

const BENCHES: Readonly<Record<string, (stage: Stage) => Promise<readonly Figure[]>>> = {
  nearest,
  selection,
  intake,
  dispatch,
  lanes,
  plan,
  conformance,
  smpp: smppThroughput,
  texts,
  year,
}
const NAMES = Object.keys(BENCHES)
const USAGE = `Usage: npm run bench [-- NAME ...]
       npm run --silent bench -- [NAME ...] --json

Measures on this machine, each figure beside the raw ceiling of the same run. Without a name, all:
  nearest    the nearest 50 of the sample's people, beside PostgreSQL, Redis and a look at everybody
  selection  whole decisions over the sample register, from the event's row to a sentence for each person; then
             nearest; then up to 8,000,000 people
  intake     signed events over HTTP, 20 senders
  dispatch   10,000 mails and 10,000 SMS, from planned rows to accepted
  lanes      a real call-out of 50 while an exercise of 74,000 messages is being sent
  plan       from the row of an event to the rows of its notices, for 6,000 people
  conformance  what every SMS adapter promises, each against its gateway on loopback, as a table
  smpp       SMS through one SMPP session, SMSCs capped at 500 and 1,000 a second and uncapped
  texts      every regency with every SMS template, in septets and parts, and a sample of each, as a table
  year       a year's drills of all sites planned in two stages, beside a plan without a solver

  --json     one object on standard output; without --silent npm prints lines of its own before it
`

const tell = (line: string): void => void process.stderr.write(`${line}\n`)

const shown = (value: number): string =>
  value >= 100 ? Math.round(value).toLocaleString('en') : String(Number(value.toPrecision(3)))

const print = (name: string, figures: readonly Figure[]): void => {
  const rows = figures.map((figure) => {
    const share = shareOf(figure)
    const against =
      figure.ceiling === undefined || share === undefined
        ? ''
        : `${shown(figure.ceiling.value)} ${figure.ceiling.what} (${shown(share * 100)} % of its speed)`
    return [figure.what, shown(figure.value), figure.unit, against] as const
  })
  const wide = (at: 0 | 1 | 2): number => Math.max(0, ...rows.map((row) => row[at].length))
  console.log(`\n${name}`)
  for (const [what, value, unit, against] of rows)
    console.log(`  ${what.padEnd(wide(0))}  ${value.padStart(wide(1))} ${unit.padEnd(wide(2))}  ${against}`.trimEnd())
}

const readArguments = (): { names: readonly string[]; json: boolean; help: boolean } | string => {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: { json: { type: 'boolean', default: false }, help: { type: 'boolean', short: 'h', default: false } },
    })
    const unknown = positionals.filter((name) => !NAMES.includes(name))
    if (unknown.length > 0) return `bench: got ${unknown.join(', ')}, expected ${NAMES.join(', ')}`
    return { names: positionals.length === 0 ? NAMES : positionals, ...values }
  } catch (thrown) {
    return `bench: ${thrown instanceof Error ? thrown.message : String(thrown)}`
  }
}

let open: OpenStage | undefined
let interrupted = false

const measure = async (names: readonly string[], json: boolean): Promise<void> => {
  const benches: Record<string, object> = {}
  for (const name of names) {
    const bench = BENCHES[name]
    if (bench === undefined) continue
    tell(`== ${name}`)
    open = openStage((line) => tell(`${name}: ${line}`))
    const since = performance.now()
    try {
      const figures = await bench(open)
      const tookS = Math.round((performance.now() - since) / 100) / 10
      benches[name] = { tookS, figures: figures.map((figure) => ({ ...figure, share: shareOf(figure) ?? null })) }
      if (!json) print(`${name} (${tookS} s)`, figures)
    } catch (thrown) {
      if (interrupted) return
      process.exitCode = 1
      benches[name] = { failed: thrown instanceof Error ? thrown.message : String(thrown) }
      tell(`${name}: ${thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown)}`)
    } finally {
      await open.close()
    }
  }
  if (!json) return
  const processors = cpus()
  const machine = { node: process.version, processors: processors.length, processor: processors[0]?.model ?? '' }
  console.log(JSON.stringify({ at: new Date().toISOString(), machine, benches }))
}

const given = readArguments()
if (typeof given === 'string') {
  tell(given)
  process.exitCode = 2
} else if (given.help) process.stdout.write(USAGE)
else {
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => {
      interrupted = true
      const closing = open?.close() ?? Promise.resolve()
      void closing.finally(() => process.exit(130))
    })
  await measure(given.names, given.json)
}
