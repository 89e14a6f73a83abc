import type { Installation } from '../../src/main/installation.ts'
import { readKnownAhead } from '../../src/main/known-people.ts'
import { mobilisationRuns } from '../../src/main/mobilisation-runs.ts'
import { foreseePlan } from '../../src/main/preview-plan.ts'
import { makeRoom } from '../../src/main/young-space.ts'
import type { EventId } from '../../src/mobilisation/hazard-event.ts'
import { seededChance } from '../../src/roster/chance.ts'
import { regencyOf } from '../../src/roster/region.ts'
import { loadPicture } from '../../src/store/pictures.ts'
import { consideredSentence } from '../../src/wording/considered.ts'
import { type Figure, percentile, spread, stopwatch } from './figure.ts'
import { addOfficer, aFlood, arrive, loadSample, openGround, reachingOut, shippedCallOut } from './ground.ts'
import { givePast } from './past-calls.ts'
import { recordedRows } from './recorded-rows.ts'
import { sampleRegister } from './sample-register.ts'
import type { Stage } from './stage.ts'

const LOCAL_ROUNDS = 300
const WIDE_ROUNDS = 40
/** So often all are decided before they are measured: V8 still compiles anew after some hundreds. */
const WARMING_ROUNDS = 2
/** And so often while they are: a full collection of the heap comes once in about a thousand, and belongs to them. */
const MEASURED_ROUNDS = 4
/** Java, where enough live for the wide one. */
const JAVA = ['31', '32', '33', '34', '35', '36']
/** So many are asked to come that some 5,000 are called. */
const WIDE_NEED = { tagana: 900, pendamping_desa: 720 }
const WIDE_RADIUS_KM = 300

interface Decided {
  readonly called: number
  readonly lookedAt: number
  readonly sentences: number
}

/** One whole decision, from the row of an event to the words for everybody considered: what runs for a preview. */
const deciding = (installation: Installation) => {
  const { database, clock } = installation
  const nobody = async (): Promise<void> => undefined
  const { planningOf } = mobilisationRuns(installation, nobody)
  return async (eventId: EventId): Promise<Decided> => {
    const picture = await loadPicture(database, eventId)
    if (picture === undefined) throw new Error(`event ${eventId} waits for no decision`)
    const foreseen = await foreseePlan(installation, planningOf, picture, { eventId, now: clock.now() })
    if (foreseen === undefined) throw new Error(`for event ${eventId} nothing is planned`)
    const { rows, lookedAt } = foreseen.considered
    return { called: foreseen.called.length, lookedAt, sentences: rows.map(consideredSentence).length }
  }
}

const middle = (decided: readonly Decided[], of: keyof Decided): number =>
  percentile(
    decided.map((one) => one[of]),
    0.5,
  )

const measured = async (
  works: readonly (() => Promise<Decided>)[],
): Promise<{
  readonly timesMs: readonly number[]
  /** Without the time in which the process waited for PostgreSQL and had nothing to do. */
  readonly busyMs: readonly number[]
  readonly processorMs: number
  readonly decided: readonly Decided[]
}> => {
  const timesMs: number[] = []
  const busyMs: number[] = []
  const decided: Decided[] = []
  const before = process.cpuUsage()
  for (const work of works) {
    const [since, used] = [performance.now(), performance.eventLoopUtilization()]
    decided.push(await work())
    timesMs.push(performance.now() - since)
    busyMs.push(performance.eventLoopUtilization(used).active)
    // As after every decision of the service.
    makeRoom()
  }
  const { user, system } = process.cpuUsage(before)
  return { timesMs, busyMs, processorMs: (user + system) / 1_000 / works.length, decided }
}

/** Whole decisions over the sample register, everybody with a past, by the shipped configuration. */
export const decisions = async (stage: Stage): Promise<readonly Figure[]> => {
  const { sites } = sampleRegister()
  const chance = seededChance('bench decisions')
  const opened = await openGround(stage, {}, shippedCallOut())
  const recorded = recordedRows(opened.database)
  const ground = { ...opened, database: recorded.database }
  const officer = await addOfficer(ground)
  const loadMs = await loadSample(ground)
  const calls = await givePast(ground)
  const { ms: aheadMs } = await stopwatch(() => readKnownAhead(ground))
  stage.tell(
    `register in after ${Math.round(loadMs)} ms; ${calls} earlier calls, read ahead in ${Math.round(aheadMs)} ms`,
  )
  const local = {
    name: 'severe flood at a site, the need of the policy',
    installation: ground,
    sites,
    need: null,
    rounds: LOCAL_ROUNDS,
  }
  const wide = {
    name: `severe flood on Java, ${Object.values(WIDE_NEED).join(' + ')} needed, from ${WIDE_RADIUS_KM} km`,
    installation: reachingOut(ground, WIDE_RADIUS_KM),
    sites: sites.filter(({ villageCode }) => JAVA.includes(villageCode.slice(0, 2))),
    need: WIDE_NEED,
    rounds: WIDE_ROUNDS,
  }
  const figures: Figure[] = []
  for (const { name, installation, sites: at, need, rounds } of [local, wide]) {
    const decide = deciding(installation)
    const works: (() => Promise<Decided>)[] = []
    for (let nth = 0; nth <= rounds; nth += 1) {
      const { position, villageCode } = chance.pick(at)
      const body = aFlood(`${need === null ? 'local' : 'wide'}-${nth}`, installation.clock.now(), position, need)
      const jurisdiction = need === null ? regencyOf(villageCode) : ''
      const { eventId } = await arrive(installation, officer, body, jurisdiction)
      works.push(() => decide(eventId))
    }
    const first = await measured(works.slice(0, 1))
    // Compiled by now, as in a process that has run for a while.
    for (let round = 0; round < WARMING_ROUNDS; round += 1) await measured(works.slice(1))
    const all = Array.from({ length: MEASURED_ROUNDS }, () => works.slice(1)).flat()
    const { timesMs, busyMs, processorMs, decided } = await measured(all)
    recorded.use('record')
    await measured(works.slice(1))
    recorded.use('replay')
    const atHand = await measured(all)
    recorded.use('pass')
    stage.tell(
      `${name}: calls ${middle(decided, 'called')}, looks at ${middle(decided, 'lookedAt')}, ` +
        `explains ${middle(decided, 'sentences')} (p50)`,
    )
    figures.push(
      { what: `${name}: first of all`, value: first.timesMs[0] ?? 0, unit: 'ms' },
      ...spread(name, timesMs),
      ...spread(`${name}: without waiting for PostgreSQL`, busyMs),
      ...spread(`${name}: with its rows at hand`, atHand.timesMs),
      { what: `${name}: processor time of this process`, value: processorMs, unit: 'ms' },
    )
  }
  return figures
}
