import { destinationFrom, type Position } from '../../geo/position.ts'
import type { Chance } from '../chance.ts'
import type { Gazetteer } from '../gazetteer.ts'

/** BNPB's risk index of 2024 for the eight provinces of its high class, as the press printed it. */
const RISK: Readonly<Record<string, number>> = {
  '11': 144.29,
  '17': 144.08,
  '74': 151.77,
  '76': 155.69,
  '81': 161.5,
  '82': 145.09,
  '92': 145.76,
  '96': 148.44,
}
// No score was found for the rest, all of the middle class, which ends at 144: 120 is a guess within it.
const RISK_ELSEWHERE = 120

/** How much a province is at risk, on the scale of BNPB's index. */
export const riskOf = (code: string): number => RISK[code.slice(0, 2)] ?? RISK_ELSEWHERE

// Regencies and cities on the flanks of volcanoes that erupted in the last century or so, from general knowledge.
const VOLCANIC = new Set(
  [
    '11.17 12.06 13.02 13.04 13.06 15.01 16.72 17.02 18.01 32.05 32.06 32.13 32.17 33.02 33.03 33.04 33.07 33.08 33.09',
    '33.10 33.27 33.28 33.29 34.04 35.05 35.06 35.07 35.08 35.10 35.11 35.13 36.01 51.06 51.07 52.03 52.05 52.06 52.08',
    '53.06 53.07 53.08 53.09 53.13 71.02 71.03 71.05 71.07 71.09 71.73 82.01 82.03 82.71',
  ].flatMap((line) => line.split(' ')),
)

// Riau, Bangka Belitung, Kepulauan Riau and Kalimantan, away from the great faults.
const QUIET_GROUND = new Set(['14', '19', '21', '61', '62', '63', '64', '65'])
// Provinces of peat and long fires.
const FIRE_PRONE = new Set(['14', '15', '16', '61', '62', '63', '64', '65'])
const DRY = new Set(['33', '34', '35', '52', '53'])

// Wide, because a village's place is itself rough.
const COAST_KM = 10

/** Whether some place 10 km away, in one of eight directions, is in the sea. */
const isCoastal = (place: Position, gazetteer: Gazetteer): boolean =>
  [0, 45, 90, 135, 180, 225, 270, 315].some((bearing) => {
    const away = destinationFrom(place, COAST_KM, bearing)
    return gazetteer.landmassAt(away) === undefined
  })

/** How likely each hazard is, on a scale of our own: 0 never, 5 often, and 20 for the floods of Jakarta. */
const weigh = (villageCode: string, coastal: boolean): readonly (readonly [hazard: string, weight: number])[] => {
  const province = villageCode.slice(0, 2)
  const quiet = QUIET_GROUND.has(province)
  const town = villageCode.charAt(3) === '7'
  const jakarta = province === '31'
  return [
    ['flood', jakarta ? 20 : 5],
    ['flash_flood', town ? 1 : 2],
    ['landslide', town || quiet ? 1 : 4],
    ['earthquake', quiet ? 0 : 4],
    ['tsunami', coastal && !quiet ? 4 : 0],
    ['volcano', VOLCANIC.has(villageCode.slice(0, 5)) ? 5 : 0],
    ['extreme_weather', 2],
    ['tidal_surge', coastal ? 3 : 0],
    ['drought', DRY.has(province) ? 2 : 0.5],
    ['wildfire', FIRE_PRONE.has(province) ? 4 : 0.5],
    ['fire', town ? 3 : 0.5],
  ]
}

/** Two to four hazards that fit the place, the likeliest kinds most often, in the order of the weights above. */
export const drawHazards = (
  villageCode: string,
  place: Position,
  gazetteer: Gazetteer,
  chance: Chance,
): readonly string[] => {
  const weighed = weigh(villageCode, isCoastal(place, gazetteer))
  const possible = weighed.filter(([, weight]) => weight > 0)
  // Drawing without putting back, by weight: the smallest -ln(u) / weight first (Efraimidis and Spirakis, 2006).
  const drawn = possible
    .map(([hazard, weight]) => ({ hazard, key: -Math.log(1 - chance.next()) / weight }))
    .sort((one, two) => one.key - two.key)
    .slice(0, 2 + chance.below(3))
    .map(({ hazard }) => hazard)
  return possible.map(([hazard]) => hazard).filter((hazard) => drawn.includes(hazard))
}
