import type { Position } from '../../geo/position.ts'
import type { Chance } from '../chance.ts'
import type { Gazetteer } from '../gazetteer.ts'
import type { Region } from '../region.ts'
import { apportion } from './apportion.ts'
import type { SampleResponder, SampleSite } from './columns.ts'
import { drawHazards, riskOf } from './hazards.ts'
import { KNOWN_SITES } from './known-sites.ts'
import { degrees, drawDay, drawNear, type Recruit } from './person.ts'

/** A Kampung Siaga Bencana to be: which village, and under which name. */
export interface SitePlan {
  readonly siteCode: string
  readonly name: string
  readonly village: Region
}

// Of about 638 KSB in 2018: Jakarta 80 and DIY 38 (May 2018), Jawa Barat 99 of the 854 of 2021, Kalimantan Timur 14 in
// 2026, of a total taken to be 900. No other province's number was found: the rest is shared out by risk and number of
// regencies.
const SHARE: Readonly<Record<string, number>> = { '31': 80 / 638, '34': 38 / 638, '32': 99 / 854, '64': 14 / 900 }

/** Provinces with the sites that each is still to have beside those taken already, in the order of their codes. */
const shareOut = (count: number, gazetteer: Gazetteer, taken: readonly SitePlan[]) => {
  const provinces = [...new Set(gazetteer.regencies.map(({ code }) => code.slice(0, 2)))].map((province) => {
    const regencies = gazetteer.regencies.filter(({ code }) => code.startsWith(province))
    return { province, regencies, anchor: SHARE[province], guess: riskOf(province) * regencies.length }
  })
  const anchored = provinces.reduce((sum, { anchor = 0 }) => sum + anchor, 0)
  const guessed = provinces.reduce((sum, { anchor, guess }) => sum + (anchor === undefined ? guess : 0), 0)
  const targets = apportion(count, provinces, ({ anchor, guess }) => anchor ?? ((1 - anchored) * guess) / guessed)
  return apportion(count - taken.length, targets, ({ item, share }) => {
    const known = taken.filter(({ village }) => village.code.startsWith(item.province)).length
    return Math.max(0, share - known)
  }).map(({ item: { item }, share }) => ({ regencies: item.regencies, share }))
}

/**
 * Chooses the villages of `count` sites: those whose names are public first, then villages drawn in every province by
 * its share, its regencies taking turns. A second site of one village gets `-2` after its code.
 */
export const planSites = (count: number, gazetteer: Gazetteer, chance: Chance): readonly SitePlan[] => {
  const plans: SitePlan[] = []
  const sitesOf = new Map<string, number>()

  const add = (village: Region, ownName?: string): void => {
    const number = (sitesOf.get(village.code) ?? 0) + 1
    sitesOf.set(village.code, number)
    const ending = number === 1 ? '' : `-${number}`
    const name = ownName === undefined ? `KSB ${village.name}` : `KSB ${ownName} (${village.name})`
    plans.push({ siteCode: `KSB-${village.code}${ending}`, name: number === 1 ? name : `${name} ${number}`, village })
  }

  for (const { code, ownName } of KNOWN_SITES.slice(0, count)) {
    const [village] = gazetteer.villagesOf(code)
    if (village !== undefined) add(village, ownName)
  }
  for (const { regencies, share } of shareOut(count, gazetteer, plans)) {
    const first = chance.below(regencies.length)
    const inTurn = [...regencies.slice(first), ...regencies.slice(0, first)]
    for (const [turn, { code }] of inTurn.entries()) {
      const villages = gazetteer.villagesOf(code)
      // Regency by regency round the table: the first in turn get one more where the share does not come out even.
      const own = Math.max(0, Math.ceil((share - turn) / inTurn.length))
      for (let site = 0; site < own; site += 1) {
        const draws = [chance.pick(villages), chance.pick(villages), chance.pick(villages)]
        add(draws.find((village) => !sitesOf.has(village.code)) ?? chance.pick(villages))
      }
    }
  }
  return plans
}

export interface FoundedSite {
  readonly site: SampleSite
  readonly members: readonly SampleResponder[]
}

const MEMBER_SKILLS = ['dapur_umum', 'shelter', 'logistik', 'psikososial']
const GARDU_WITHIN_KM = 0.5
const LUMBUNG_WITHIN_KM = 0.8
const MEMBER_WITHIN_KM = 1

/** Furnishes a planned site with its buildings, hazards, board and members; the chair is the first member, if any. */
export const foundSite = (
  plan: SitePlan,
  memberCount: number,
  gazetteer: Gazetteer,
  recruit: Recruit,
  chance: Chance,
): FoundedSite => {
  const { siteCode, village } = plan
  const place = gazetteer.placeOf(village.code)
  if (place === undefined) throw new RangeError(`village ${village.code} has no place in the gazetteer`)
  const near = (withinKm: number): Position => drawNear(place.position, withinKm, gazetteer, chance)
  const members = Array.from({ length: memberCount }, (_, at) => {
    const skills = MEMBER_SKILLS.filter(() => chance.next() < 0.25)
    const level = at === 0 ? 'Ketua' : 'Anggota'
    return recruit({
      kind: 'ksb_member',
      villageCode: village.code,
      level,
      siteCode,
      skills,
      home: near(MEMBER_WITHIN_KM),
    })
  })
  const [longitude, latitude] = place.position
  const gardu = near(GARDU_WITHIN_KM)
  const lumbung = near(LUMBUNG_WITHIN_KM)
  const site = {
    site_code: siteCode,
    name: plan.name,
    village_code: village.code,
    longitude: degrees(longitude),
    latitude: degrees(latitude),
    hazards: drawHazards(village.code, place.position, gazetteer, chance).join(';'),
    service_radius_km: String(3 + chance.below(8)),
    gardu_longitude: degrees(gardu[0]),
    gardu_latitude: degrees(gardu[1]),
    lumbung_longitude: degrees(lumbung[0]),
    lumbung_latitude: degrees(lumbung[1]),
    chair_name: members[0]?.name ?? '',
    chair_phone: members[0]?.phone ?? '',
    established_on: drawDay(2012 + chance.below(13), 12, chance),
    board_until: drawDay(2027 + chance.below(3), 12, chance),
    verified_on: drawDay(2026, 9, chance),
    synthetic: 'true',
  }
  return { site, members }
}
