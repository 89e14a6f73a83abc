import { join } from 'node:path'
import type { Api, CallOut, SiteFound } from './api.ts'
import type { Screen } from './screen.ts'
import type { Stage } from './stage.ts'
import { answerByLink, answerByText, newlyCalled, phonesIn, planner } from './villagers.ts'

export interface Story {
  readonly api: Api
  readonly url: string
  readonly stage: Stage
  readonly screen: Screen
  readonly phonesFile: string
  /** Called at the moment when the event is posted. */
  alarm(): void
}

const SEED = 20_261_122

/** A village that floods: the demo's scene is Imogiri in Bantul, on the Opak. */
const SCENE = '34.02.10.2004'

const NEED = { tagana: 4, pendamping_desa: 2 }

const LOOK_EVERY_MS = 250
const LONGEST_STORY_MS = 120_000

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

const KIND_NAMES: Readonly<Record<string, string>> = { tagana: 'Tagana', pendamping_desa: 'Pendamping Desa' }

const counted = (count: Readonly<Record<string, number>>): string =>
  Object.entries(count)
    .map(([kind, people]) => `${people} ${KIND_NAMES[kind] ?? kind}`)
    .join(', ')

const floodAt = (site: SiteFound) => ({
  id: `demo-${Date.now()}`,
  mode: 'actual',
  messageType: 'alert',
  hazard: 'flood',
  severity: 'severe',
  urgency: 'immediate',
  certainty: 'observed',
  occurredAt: new Date().toISOString(),
  headline: `Banjir ${site.properties.name}`,
  area: {
    geometry: { type: 'Point', coordinates: site.geometry.coordinates },
    radiusKm: 5,
    villageCodes: [site.properties.villageCode],
  },
  need: NEED,
})

const seconds = (from: string, to: string | null): string =>
  to === null ? '-' : `${((Date.parse(to) - Date.parse(from)) / 1000).toFixed(2)} s`

/** The phones of everybody round the scene, by the id that the service gives them. */
const phonesRound = async ({ api, phonesFile }: Story, site: SiteFound): Promise<ReadonlyMap<string, string>> => {
  const [lng, lat] = site.geometry.coordinates
  const externalIds = await api.externalIds([lng - 0.5, lat - 0.5, lng + 0.5, lat + 0.5].join(','))
  const phones = phonesIn(phonesFile)
  return new Map([...externalIds].map(([id, externalId]) => [id, phones.get(externalId) ?? '']))
}

/** Plays the villagers until the call-out has ended one way or the other; gives it as it stood then. */
const playOut = async (
  { api, url, screen }: Story,
  callOutId: string,
  phones: ReadonlyMap<string, string>,
): Promise<CallOut> => {
  const planOf = planner(SEED)
  const seen = new Set<string>()
  const answering: Promise<void>[] = []
  const until = performance.now() + LONGEST_STORY_MS
  let said = 0
  for (;;) {
    const callOut = await api.callOut(callOutId)
    for (; said < callOut.timeline.length; said += 1) narrate(screen, callOut, said)
    for (const { person, notice } of await newlyCalled(api, callOutId, seen)) {
      seen.add(person.responderId)
      const plan = planOf()
      const nth = seen.size
      const who = `${KIND_NAMES[person.kind] ?? person.kind} ${person.name}, ${person.distanceKm.toFixed(1)} km`
      if (nth === 1 && notice.text !== undefined) screen.line(`SMS: "${notice.text}"`, 'quiet')
      const first = notice.purpose === 'safety-check' ? ', asked first whether they are safe' : ''
      screen.line(`called  ${who}${first}${person.replaces === null ? '' : ' (in place of somebody)'}`)
      answering.push(
        pause(plan.afterMs).then(async () => {
          const phone = phones.get(person.responderId)
          if (plan.answer === 'silent') return
          if (plan.by === 'sms' && phone !== undefined && phone !== '') {
            const text = await answerByText(url, phone, plan, nth, callOut.code)
            screen.line(
              `${plan.answer === 'yes' ? 'YES' : 'no '}     ${who}, by text: "${text}"`,
              plan.answer === 'yes' ? 'good' : 'bad',
            )
          } else {
            await answerByLink(notice, plan)
            screen.line(
              `${plan.answer === 'yes' ? 'YES' : 'no '}     ${who}, by the link`,
              plan.answer === 'yes' ? 'good' : 'bad',
            )
          }
        }),
      )
    }
    if (callOut.status !== 'planning' && callOut.status !== 'calling') {
      await Promise.all(answering)
      return callOut
    }
    if (performance.now() > until) return callOut
    await pause(LOOK_EVERY_MS)
  }
}

const narrate = (screen: Screen, callOut: CallOut, at: number): void => {
  const entry = callOut.timeline[at]
  if (entry === undefined) return
  if (entry.kind === 'planned')
    screen.line(
      `planned: ${String(entry.detail['considered'])} people looked at; they come to ${callOut.destination?.name ?? '?'}`,
      'loud',
    )
  if (entry.kind === 'called' && entry.detail['because'] === 'silent')
    screen.line('no answer at the deadline: the next nearest is called', 'quiet')
  if (entry.kind === 'called' && entry.detail['because'] === 'said-no')
    screen.line('somebody cannot come: the next nearest is called at once', 'quiet')
  if (entry.kind === 'filled') screen.line(`FILLED: ${counted(callOut.filled)} are coming`, 'loud')
  if (entry.kind === 'exhausted') screen.line('EXHAUSTED: nobody is left to be called', 'bad')
}

/** Waits until the messages to those no longer needed are out. */
const standDownSent = async (api: Api, callOutId: string): Promise<number> => {
  const until = performance.now() + 15_000
  for (;;) {
    const notices = (await api.notices(callOutId)).filter(({ purpose }) => purpose === 'stand-down')
    const waiting = notices.filter(({ state }) => ['planned', 'claimed', 'sending'].includes(state))
    if (waiting.length === 0 || performance.now() > until)
      return new Set(notices.filter(({ state }) => state === 'accepted').map(({ responderId }) => responderId)).size
    await pause(LOOK_EVERY_MS)
  }
}

/** The whole story, from the alarm to the summary. True when enough said yes. */
export const tellStory = async (story: Story): Promise<boolean> => {
  const { api, screen, stage, alarm } = story
  const sites = await api.sites()
  const site = sites.find(({ properties }) => properties.villageCode === SCENE) ?? sites[0]
  if (site === undefined) throw new Error('the register has no sites')
  screen.chapter(`Flood at ${site.properties.name}: ${counted(NEED)} are needed`)
  const phones = await phonesRound(story, site)
  alarm()
  const posted = await api.post(floodAt(site))
  const { callOutId } = posted.answer
  screen.line(`POST /v1/events answered ${posted.status}: decision ${posted.answer.decision}`, 'loud')
  const callOut = await playOut(story, callOutId, phones)
  const stoodDown = await standDownSent(api, callOutId)
  if (stoodDown > 0) screen.line(`${stoodDown} people were told that they need not come`, 'loud')
  const map = join(stage.folder, 'map.svg')
  await stage.run('map', '--out', map, '--call-out', callOutId)
  const ended = await api.callOut(callOutId)
  const needed = Object.values(NEED).reduce((sum, count) => sum + count, 0)
  screen.chapter('Summary')
  screen.figures([
    ['status', ended.status],
    ['needed', counted(NEED)],
    ['coming', counted(ended.filled)],
    ['first notice after the event', seconds(ended.openedAt, ended.firstNoticeAt)],
    ['last notice after the event', seconds(ended.openedAt, ended.lastNoticeAt)],
    ['quorum after the event', seconds(ended.openedAt, ended.filledAt)],
    ['people alerted / needed', `${ended.called} / ${needed} = ${(ended.called / needed).toFixed(2)}`],
    ['stood down', `${stoodDown} people`],
    [
      'notices by state',
      Object.entries(ended.notices)
        .map(([state, n]) => `${n} ${state}`)
        .join(', '),
    ],
    ['map', map],
    ['next', 'README.md: "For operators", "For coordinators"; npx kentongan --help'],
  ])
  return callOut.status === 'filled'
}
