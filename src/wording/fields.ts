/** What a message may say beside its own words. The link is not among them: it is secret and is given apart. */
export const FIELD_NAMES = [
  'hazard',
  'hazardEn',
  'level',
  'headline',
  /** The nearest name of where it is: a village or a kecamatan. */
  'place',
  'regency',
  /** Local, with its zone: `13.21 WIB`. */
  'time',
  'date',
  'muster',
  'distance',
  /** The call-out's short code, such as A7K2. */
  'code',
  /** Of the call-out that takes the place of this one. */
  'otherCode',
  /** Who sends, such as `Dinsos Kab. Bandung`. */
  'office',
  /** The reader's own, in e-mails only. */
  'name',
  'kind',
  'reason',
  'reasonEn',
  'needed',
  'coming',
  'missing',
  'count',
  'siteName',
  'startsAt',
  'duration',
  'drillType',
  'contactHint',
  /** The titles of what a drill teaches; empty of one that teaches no module. */
  'curriculum',
  'curriculumEn',
  /** What earlier drills of a village showed to practise and mend, in Bahasa Indonesia. */
  'improve',
  /** Of an education message: its own words, never cut. */
  'message',
] as const
export type FieldName = (typeof FIELD_NAMES)[number]

/** The values of one message; one that is left out is empty. */
export type Fields = Readonly<Partial<Record<FieldName, string>>>

/** What a template may name. */
export const PLACEHOLDERS: readonly string[] = [...FIELD_NAMES, 'link']
