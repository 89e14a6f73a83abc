import type { CallOutPlan } from '../../jobs/assess-event.ts'
import type { ImpactArea } from '../mobilisation/impact-area.ts'
import { isInForce } from '../mobilisation/in-force.ts'
import { levelRank } from '../mobilisation/said.ts'
import { adviceFor } from '../mobilisation/site-alert.ts'
import type { PlanToSave } from '../store/planned-calls.ts'
import type { SiteAlerts, SiteToTell } from '../store/site-alerts.ts'
import { siteContacts } from '../store/site-contacts.ts'
import type { Installation } from './installation.ts'
import type { Water } from './waters.ts'

type Telling = Pick<Installation, 'roster' | 'database' | 'seal'>
type Contacts = ReturnType<typeof siteContacts>

/** Of one decision: whom to tell at which sites, by their codes. */
const begun = new WeakMap<Telling, Map<string, Contacts>>()

const contactsOf = (one: Telling, codes: readonly string[], perSite: number, now: Date): Contacts => {
  if (codes.length === 0) return Promise.resolve([])
  const known = begun.get(one) ?? new Map<string, Contacts>()
  begun.set(one, known)
  const key = JSON.stringify([codes, perSite, now])
  const contacts = known.get(key) ?? siteContacts(one.database, one.seal, codes, perSite, now)
  known.set(key, contacts)
  return contacts
}

/**
 * Begins to read whom to tell at the sites in an area, where a decision will ask for no others: it is there by the time
 * that people are chosen. `one` is the installation as it is for that decision.
 */
export const readContactsAhead = async (
  one: Telling,
  { mode, policy: { siteAlerts } }: Pick<PlanToSave, 'mode' | 'policy'>,
  { area, centre }: Pick<ImpactArea, 'area' | 'centre'>,
  now: Date,
): Promise<void> => {
  if (siteAlerts === undefined || mode === 'test') return
  const sites = (await one.roster()).sitesWithin(area, centre).slice(0, siteAlerts.mostSites)
  const codes = sites.map(({ siteCode }) => siteCode)
  // Whoever asks for them finds what failed.
  contactsOf(one, codes, siteAlerts.contactsPerSite, now).catch(() => undefined)
}

/**
 * The sites in the areas of a plan, each once, and whom to tell there: none for a test, for what has expired, and where
 * the call-out's policy says nothing of sites. `otherZones` are those round the volcanoes of other incidents.
 */
export const sitesToTell = async (
  one: Telling,
  { places, now }: CallOutPlan,
  planned: Pick<PlanToSave, 'mode' | 'policy' | 'places'>,
  waters: readonly Water[],
  otherZones: readonly Water[],
): Promise<SiteAlerts | null> => {
  const policy = planned.policy.siteAlerts
  if (policy === undefined || planned.mode === 'test') return null
  const { sitesWithin } = await one.roster()
  const wet = waters.map(({ area }) => area)
  const found = new Map<string, SiteToTell>()
  const inArea = new Set<string>()
  const ends: (Date | null)[] = []
  for (const { speaking, impact, target } of places) {
    const { event, threadId } = speaking
    const inside = sitesWithin(impact.area, impact.centre)
    for (const { siteCode } of inside) inArea.add(siteCode)
    const fields = planned.places.find(({ demand }) => demand.threadId === threadId)?.demand.fields
    if (fields === undefined || !isInForce(event, now)) continue
    ends.push(event.expiresAt)
    const danger = { hazard: event.hazard, area: impact.area, waters: wet, zones: otherZones.map((zone) => zone.area) }
    for (const site of inside) {
      const { siteCode, name } = site
      if (found.has(siteCode)) continue
      const { wording, muster } = adviceFor(site, danger, target)
      const told = { ...fields, siteName: name, muster, advice: wording, reason: wording }
      found.set(siteCode, { siteCode, threadId, rank: levelRank(event), fields: told })
    }
  }
  const sites = [...found.values()].slice(0, policy.mostSites)
  const codes = sites.map(({ siteCode }) => siteCode)
  const contacts = await contactsOf(one, codes, policy.contactsPerSite, now)
  const beyond = found.size - sites.length
  const last = ends.flatMap((end) => end ?? []).toSorted((one, other) => other.getTime() - one.getTime())[0]
  return { sites, inArea, contacts, beyond, expiresAt: ends.includes(null) ? null : (last ?? null) }
}
