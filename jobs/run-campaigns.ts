import type { Clock } from '../src/clock.ts'
import type { Calendar } from '../src/drills/calendar.ts'
import { type Campaign, type CampaignSlot, type CampaignTurn, slotFor, turnAt } from '../src/drills/campaign.ts'

interface Person {
  readonly responderId: string
  readonly siteCode: string | null
  readonly regencyCode: string
  readonly placeCode: string
}

type OpenTurn = CampaignTurn & { readonly campaign: Campaign }

export interface Needs {
  /** The last good configuration. */
  plans(): Promise<{ readonly campaigns: readonly Campaign[]; readonly calendar: Calendar }>
  retireCampaigns(keep: readonly string[], now: Date): Promise<unknown>
  /** The turn as it was first written; null where it is over. */
  openTurn(campaign: Campaign, turn: CampaignTurn, now: Date): Promise<OpenTurn | null>
  unenrolled(campaign: Campaign, turn: number, limit: number): Promise<readonly Person[]>
  enrol(
    campaignId: string,
    turn: number,
    people: readonly (Person & { readonly slot: CampaignSlot | null })[],
    now: Date,
  ): Promise<unknown>
  /** Writes to people's rows what became of their messages. */
  settleCampaigns(now: Date): Promise<unknown>
  /** Does what is due for at most `limit` people. */
  stepDue(calendar: Calendar, now: Date, limit: number): Promise<{ readonly looked: number; readonly planned: number }>
  /** Wakes whoever sends notices. */
  noticesPlanned(): Promise<void>
}

/** Rows per statement. */
const BATCH = 2_000

/**
 * Takes everybody of each campaign's audience into the turn that is now, once, and does what is due. All that it goes by is
 * in rows: run late, twice or by several processes it writes to nobody twice, and to everybody while the turn lasts. Gives
 * how many notices were planned.
 */
export const runCampaigns = (needs: Needs, clock: Clock) => async (): Promise<number> => {
  const now = clock.now()
  const { campaigns, calendar } = await needs.plans()
  await needs.retireCampaigns(
    campaigns.map(({ id }) => id),
    now,
  )
  for (const configured of campaigns) {
    const current = turnAt(configured, now)
    const open = current === null ? null : await needs.openTurn(configured, current, now)
    if (open === null) continue
    const { campaign, turn } = open
    for (;;) {
      const people = await needs.unenrolled(campaign, turn, BATCH)
      const timed = people.map((person) => ({ ...person, slot: slotFor(campaign, open, person, calendar, now) }))
      if (people.length > 0) await needs.enrol(campaign.id, turn, timed, now)
      if (people.length < BATCH) break
    }
  }
  await needs.settleCampaigns(now)
  let planned = 0
  for (;;) {
    const done = await needs.stepDue(calendar, now, BATCH)
    planned += done.planned
    if (done.looked < BATCH) break
  }
  if (planned > 0) await needs.noticesPlanned()
  return planned
}
