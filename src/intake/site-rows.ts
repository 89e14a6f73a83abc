import { MAX_RADIUS_KM } from '../geo/radius.ts'
import { HAZARDS, readHazard } from '../mobilisation/hazard.ts'
import type { SiteRow } from '../roster/register.ts'
import { SITE_COLUMNS as SITE_NAMES } from '../roster/sample/columns.ts'
import type { Columns } from './csv-table.ts'
import { hintFor } from './nearest-word.ts'
import { type PlaceContext, placeIn } from './place-cells.ts'
import {
  booleanIn,
  checkSynthetic,
  dayIn,
  listIn,
  mobileIn,
  nameIn,
  numberIn,
  positionIn,
  type Row,
  refuse,
  requiredIn,
} from './row.ts'

export const SITE_TABLE: Columns = {
  all: SITE_NAMES,
  required: ['site_code', 'name'],
}

const hazardsIn = (row: Row): readonly string[] =>
  listIn(row, 'hazards').flatMap((word) => {
    const hazard = readHazard(word)
    if (hazard === undefined) refuse(row, 'hazards', 'holds a hazard that we do not know', hintFor(word, HAZARDS))
    return hazard ?? []
  })

const radiusIn = (row: Row): number | null => {
  const km = numberIn(row, 'service_radius_km', 0, MAX_RADIUS_KM)
  return km === 0 ? refuse(row, 'service_radius_km', 'is 0', 'leave it empty where it is not known') : km
}

/** Reads a site; what is wrong is in the row's rejections, and then this is null. */
export const siteIn = (row: Row, context: PlaceContext): SiteRow | null => {
  const siteCode = requiredIn(row, 'site_code')
  const name = nameIn(row, 'name') ?? requiredIn(row, 'name')
  const { villageCode, position, accuracyM } = placeIn(row, context, [])
  if (villageCode === null && position === null && row.rejections.length === 0)
    refuse(row, 'village_code', 'is empty, and so are the coordinates', 'give the village or the coordinates')
  const chairPhone = mobileIn(row, 'chair_phone')
  const establishedOn = dayIn(row, 'established_on')
  const boardUntil = dayIn(row, 'board_until')
  if (establishedOn !== null && boardUntil !== null && boardUntil < establishedOn)
    refuse(row, 'board_until', 'is before established_on', 'check both years')
  const synthetic = booleanIn(row, 'synthetic')
  checkSynthetic(row, synthetic, 'chair_phone', chairPhone?.synthetic ?? null)
  const rest = {
    hazards: [...new Set(hazardsIn(row))],
    serviceRadiusKm: radiusIn(row),
    gardu: positionIn(row, 'gardu_longitude', 'gardu_latitude'),
    lumbung: positionIn(row, 'lumbung_longitude', 'lumbung_latitude'),
    chairName: nameIn(row, 'chair_name'),
    verifiedOn: dayIn(row, 'verified_on'),
  }
  if (row.rejections.length > 0 || siteCode === null || name === null) return null
  const chair = chairPhone?.e164 ?? null
  return {
    siteCode,
    name,
    villageCode,
    position,
    accuracyM,
    ...rest,
    chairPhone: chair,
    establishedOn,
    boardUntil,
    synthetic,
  }
}
