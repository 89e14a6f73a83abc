import type { CapAlert, CapArea, CapInfo } from '../../../src/intake/cap/cap-alert.ts'

/** A block that says as little as it may, but for what a test gives it. */
export const aCapInfo = (change: Partial<CapInfo> = {}): CapInfo => ({
  language: null,
  category: ['Geo'],
  event: 'Peringatan',
  responseType: [],
  urgency: 'Unknown',
  severity: 'Unknown',
  certainty: 'Unknown',
  audience: null,
  eventCode: [],
  effective: null,
  onset: null,
  expires: null,
  senderName: null,
  headline: null,
  description: null,
  instruction: null,
  web: null,
  contact: null,
  parameter: [],
  resource: [],
  area: [],
  ...change,
})

/** An area that no polygon, circle or geocode places, but for what a test gives it. */
export const aCapArea = (change: Partial<CapArea> = {}): CapArea => ({
  areaDesc: 'Imogiri',
  polygons: [],
  circles: [],
  geocodes: [],
  altitude: null,
  ceiling: null,
  ...change,
})

/** An alert of the blocks that a test gives it. */
export const aCapAlert = (info: readonly CapInfo[], change: Partial<CapAlert> = {}): CapAlert => ({
  identifier: 'x-1',
  sender: 'bpbd@bantul.invalid',
  sent: new Date('2026-11-22T06:25:00Z'),
  status: 'Actual',
  msgType: 'Alert',
  source: null,
  scope: 'Public',
  restriction: null,
  addresses: [],
  code: [],
  note: null,
  references: [],
  incidents: [],
  info,
  signed: false,
  ...change,
})
