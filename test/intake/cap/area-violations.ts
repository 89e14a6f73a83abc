import type { Violation } from './alert-violations.ts'

export const AREA = 'alert/info[1]/area[1]'
export const POLYGON = '-7.90,110.37 -7.90,110.41 -7.95,110.41 -7.95,110.37 -7.90,110.37'

/** Of section 3.2.4. */
export const AREA_VIOLATIONS: readonly Violation[] = [
  ['no areaDesc', '<areaDesc>Imogiri</areaDesc>', '', `${AREA}/areaDesc`, /required.*3\.2\.4/],
  ['a polygon of 3 pairs', POLYGON, '-7,110 -8,110 -7,110', `${AREA}/polygon[1]`, /at least 4 pairs.*3\.2\.4/],
  ['an open polygon', ' -7.90,110.37<', ' -7.90,110.38<', `${AREA}/polygon[1]`, /closed ring/],
  ['an empty polygon', POLYGON, '', `${AREA}/polygon[1]`, /at least 4 pairs/],
  ['letters in a polygon', '-7.95,110.41', 'a,b', `${AREA}/polygon[1]`, /pairs of latitude,longitude/],
  [
    'longitude first',
    POLYGON,
    '110.37,-7.90 110.41,-7.90 110.41,-7.95 110.37,-7.90',
    `${AREA}/polygon[1]`,
    /latitudes from -90 to 90/,
  ],
  ['a longitude of 200', '-7.95,110.41', '-7.95,200', `${AREA}/polygon[1]`, /longitudes from -180 to 180/],
  ['an exponent', '-7.95,110.41', '-7.95,1e2', `${AREA}/polygon[1]`, /pairs/],
  ['not a number', '-7.95,110.41', 'NaN,NaN', `${AREA}/polygon[1]`, /pairs/],
  ['a blank after the comma', '-7.95,110.41', '-7.95, 110.41', `${AREA}/polygon[1]`, /pairs/],
  ['pairs divided by semicolons', ' -7.95,110.41', ';-7.95,110.41', `${AREA}/polygon[1]`, /pairs/],
  ['decimal commas', '-7.95,110.41', '-7,95,110,41', `${AREA}/polygon[1]`, /pairs/],
  [
    'a circle in prose',
    '-7.93,110.39 2.5',
    'sekitar Imogiri',
    `${AREA}/circle[1]`,
    /latitude,longitude, one blank and a radius/,
  ],
  ['a negative radius', '110.39 2.5', '110.39 -2.5', `${AREA}/circle[1]`, /radius of 0 km or more/],
  ['a radius beyond the Earth', '110.39 2.5', '110.39 99999', `${AREA}/circle[1]`, /on Earth/],
  ['a circle without radius', '110.39 2.5', '110.39', `${AREA}/circle[1]`, /one blank and a radius/],
  [
    'a circle with a blank after the comma',
    '-7.93,110.39',
    '-7.93, 110.39',
    `${AREA}/circle[1]`,
    /one blank and a radius/,
  ],
  ['a circle at latitude 110', '-7.93,110.39', '110.39,-7.93', `${AREA}/circle[1]`, /latitude,longitude/],
  [
    'a geocode as text',
    '<valueName>kemendagri</valueName><value>34.02.10.2004</value>',
    'G1=v1',
    `${AREA}/geocode[1]`,
    /elements only/,
  ],
  ['a negative altitude', '<altitude>0<', '<altitude>-1<', `${AREA}/altitude`, /above mean sea level/],
  ['an altitude in words', '<altitude>0<', '<altitude>low<', `${AREA}/altitude`, /feet/],
  ['a ceiling below the altitude', '<altitude>0<', '<altitude>2000<', `${AREA}/ceiling`, /not below the altitude/],
  ['a ceiling without altitude', '<altitude>0</altitude>', '', `${AREA}/ceiling`, /only beside an altitude/],
  ['an infinite ceiling', '>1000<', '>INF<', `${AREA}/ceiling`, /feet/],
]
