/**
 * Skills that a need may name: Tagana's own fields (dapur umum, shelter, dukungan psikososial; Permensos 28 and 29/2012)
 * and, ours, what events ask for beside them. A register may hold others.
 */
export const SKILLS = [
  'dapur_umum',
  'shelter',
  'psikososial',
  'water_rescue',
  'logistik',
  'reaksi_cepat',
  'pertolongan_pertama',
  'komunikasi',
  'pendataan',
  'evakuasi',
] as const
export type Skill = (typeof SKILLS)[number]

/** How many people with each skill are wanted, among those of the kinds. */
export type SkillCount = Readonly<Record<string, number>>

/** What people read, in Bahasa Indonesia. */
const SKILL_NAMES: Readonly<Record<Skill, string>> = {
  dapur_umum: 'dapur umum',
  shelter: 'tenda dan shelter',
  psikososial: 'dukungan psikososial',
  water_rescue: 'penyelamatan air',
  logistik: 'logistik',
  reaksi_cepat: 'reaksi cepat',
  pertolongan_pertama: 'pertolongan pertama',
  komunikasi: 'komunikasi radio',
  pendataan: 'pendataan',
  evakuasi: 'evakuasi',
}

/** Other words for them, as registers and senders write them. */
const SYNONYMS: Readonly<Record<string, Skill>> = {
  dapur: 'dapur_umum',
  dapur_lapangan: 'dapur_umum',
  field_kitchen: 'dapur_umum',
  public_kitchen: 'dapur_umum',
  kitchen: 'dapur_umum',
  tenda: 'shelter',
  tenda_darurat: 'shelter',
  hunian_sementara: 'shelter',
  huntara: 'shelter',
  tent: 'shelter',
  dukungan_psikososial: 'psikososial',
  layanan_dukungan_psikososial: 'psikososial',
  ldp: 'psikososial',
  trauma_healing: 'psikososial',
  psychosocial: 'psikososial',
  psychosocial_support: 'psikososial',
  penyelamatan_air: 'water_rescue',
  pertolongan_air: 'water_rescue',
  swift_water_rescue: 'water_rescue',
  perahu: 'water_rescue',
  boat: 'water_rescue',
  logistics: 'logistik',
  quick_response: 'reaksi_cepat',
  rapid_response: 'reaksi_cepat',
  p3k: 'pertolongan_pertama',
  first_aid: 'pertolongan_pertama',
  medis: 'pertolongan_pertama',
  radio: 'komunikasi',
  komunikasi_radio: 'komunikasi',
  communication: 'komunikasi',
  kaji_cepat: 'pendataan',
  assessment: 'pendataan',
  data: 'pendataan',
  evacuation: 'evakuasi',
}

/** The skill that a word means, whatever its case and whether it is written with blanks, hyphens or underscores. */
export const readSkill = (text: string): Skill | undefined => {
  const word = text
    .trim()
    .toLowerCase()
    .replace(/[\s-]+/g, '_')
  return SKILLS.find((skill) => skill === word) ?? new Map(Object.entries(SYNONYMS)).get(word)
}

/** What people read of a skill; a word without a name of its own as it is. */
export const skillName = (skill: string): string =>
  new Map<string, string>(Object.entries(SKILL_NAMES)).get(skill) ?? skill

/** Counts by the skills' own words; of two words for one skill the larger count is meant. Unknown words are left out. */
export const skillCounts = (given: SkillCount): SkillCount => {
  const counts = new Map<string, number>()
  for (const [word, count] of Object.entries(given)) {
    const skill = readSkill(word)
    if (skill !== undefined) counts.set(skill, Math.max(count, counts.get(skill) ?? 0))
  }
  return Object.fromEntries(counts)
}
