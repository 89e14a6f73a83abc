import type { callOutWithHandOver, HandOverShown } from '../main/hand-over-progress.ts'
import type { listCallOuts } from '../store/call-out-views.ts'
import type { NoticeShown } from '../store/notice-views.ts'
import type { TimelineShown } from '../store/timeline.ts'
import { listing, table } from './table.ts'
import { teamTable } from './team-table.ts'

type CallOutShown = NonNullable<Awaited<ReturnType<typeof callOutWithHandOver>>>
type CallOutListed = Awaited<ReturnType<typeof listCallOuts>>['callOuts'][number]

/** `2/6 tagana, 1/2 pendamping_desa` */
const filledOfNeed = ({ need, filled }: Pick<CallOutListed, 'need' | 'filled'>): string => {
  const coming = new Map<string, number>(Object.entries(filled))
  return Object.entries(need)
    .map(([kind, count]) => `${coming.get(kind) ?? 0}/${count} ${kind}`)
    .join(', ')
}

export const callOutTable = (callOuts: readonly CallOutListed[]): string =>
  table(
    ['id', 'code', 'opened', 'mode', 'status', 'filled', 'called', 'region', 'headline'],
    callOuts.map((one) => [
      one.callOutId,
      one.code,
      one.openedAt,
      one.mode,
      one.status,
      filledOfNeed(one),
      one.called,
      one.regencyCode,
      one.headline,
    ]),
    'no call-outs',
  )

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null

/** A fact on one line: of a chance the percentage, of a list of people how many they are. */
const factShown = (value: unknown): string => {
  if (typeof value === 'string') return value
  const items: readonly unknown[] = Array.isArray(value) ? value : []
  if (items.length > 0 && items.every(isObject)) return String(items.length)
  if (isObject(value) && 'chance' in value && typeof value.chance === 'number')
    return `${(value.chance * 100).toFixed(1)}%`
  return JSON.stringify(value)
}

/** One line of the timeline, in the machine's own time of day. */
export const timelineLine = ({ at, kind, detail }: TimelineShown): string => {
  const time = at.toLocaleTimeString('en-GB', { hour12: false })
  const facts: readonly (readonly [string, unknown])[] =
    typeof detail === 'object' && detail !== null ? Object.entries(detail) : []
  return `${time}  ${kind.padEnd(20)}  ${facts
    .filter(([, value]) => value !== null)
    .map(([name, value]) => `${name}=${factShown(value)}`)
    .join(' ')}`.trimEnd()
}

/** Where it stands, in one line; the same line means that nothing changed. */
export const standingLine = (callOut: CallOutListed): string => {
  const { no, awaited, silent } = callOut.answers
  const { coming, enRoute, arrived, done } = callOut.progress
  const { asked, unsafe } = callOut.safety
  const people = [
    ...[`${coming} coming`, `${enRoute} on the way`, `${arrived} arrived`, `${done} done`],
    ...[`${no} not coming`, `${silent} silent`, `${awaited} awaited`],
    ...(asked > 0 ? [`${asked} asked whether safe`] : []),
    ...(unsafe > 0 ? [`${unsafe} NOT SAFE`] : []),
  ]
  return `${callOut.status}: ${filledOfNeed(callOut)}; wave ${callOut.wave}, ${callOut.called} called: ${people.join(', ')}`
}

const rupiah = (amount: number | null): string => (amount === null ? 'unknown' : `Rp${amount}`)

/** How far the messages are: `3 of them to hand over, …`. */
export const handOverLine = ({ left, later, ahead, seconds, rupiah: cost }: HandOverShown): string => {
  const until = seconds === null ? 'for how long is unknown' : `about ${seconds} s`
  const waiting = left === 0 ? 'all handed over' : `${left} to hand over after ${ahead} of others, ${until}`
  const tries = later === 0 ? '' : `, ${later} further tries wait for their turn`
  return `messages: ${waiting}${tries}; cost so far ${rupiah(cost.soFar)}, expected ${rupiah(cost.expected)}, at most ${rupiah(cost.atMost)}`
}

export const callOutText = (callOut: CallOutShown): string => {
  const { timeline, waves, teams, handOver, policy: _policy, destination: _destination, ...summary } = callOut
  const parts = [listing(Object.entries({ ...summary, filled: filledOfNeed(callOut) })), handOverLine(handOver)]
  if (waves.length > 0)
    parts.push(
      table(
        ['wave', 'called', 'first called', 'last deadline'],
        waves.map((wave) => [wave.wave, wave.called, wave.firstCalledAt, wave.lastDeadlineAt]),
      ),
    )
  if (teams.length > 0) parts.push(teamTable(teams))
  return [...parts, timeline.map(timelineLine).join('\n')].join('\n\n')
}

/** Each notice on a line, what it says below it. */
export const noticesText = (
  notices: readonly (Pick<
    NoticeShown,
    'wave' | 'channel' | 'purpose' | 'state' | 'repeats' | 'responderId' | 'operatorId' | 'ref'
  > & {
    readonly text?: string
  })[],
): string =>
  notices
    .map((notice) => {
      const to = notice.responderId ?? notice.operatorId ?? '-'
      const head = `wave ${notice.wave}  ${notice.purpose}  ${notice.channel}  ${notice.state}${notice.repeats > 0 ? ' (repeated)' : ''}  to ${to}  ref ${notice.ref}`
      return [head, ...(notice.text ?? '').split('\n').filter(Boolean)].join('\n    ')
    })
    .join('\n') || 'no notices'
