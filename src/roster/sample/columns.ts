/** The columns of a sites file, in order, as imports take them. */
export const SITE_COLUMNS = [
  'site_code',
  'name',
  'village_code',
  'longitude',
  'latitude',
  'hazards',
  'service_radius_km',
  'gardu_longitude',
  'gardu_latitude',
  'lumbung_longitude',
  'lumbung_latitude',
  'chair_name',
  'chair_phone',
  'established_on',
  'board_until',
  'verified_on',
  'synthetic',
] as const

/** The columns of a responders file, in order, as imports take them. */
export const RESPONDER_COLUMNS = [
  'external_id',
  'source',
  'name',
  'kind',
  'level',
  'phone',
  'email',
  'channels',
  'village_code',
  'serves_codes',
  'site_code',
  'longitude',
  'latitude',
  'accuracy_m',
  'skills',
  'language',
  'consent_on',
  'opted_out_until',
  'unavailable_until',
  'born_year',
  'synthetic',
] as const

/** One row as text; an empty cell is `''`. */
export type SampleSite = Readonly<Record<(typeof SITE_COLUMNS)[number], string>>
export type SampleResponder = Readonly<Record<(typeof RESPONDER_COLUMNS)[number], string>>
