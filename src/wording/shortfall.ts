import { skillName } from '../roster/skill.ts'

/** What a shortfall code says, in Bahasa Indonesia and English; without the kind. */
const WORDS: Readonly<Record<string, { readonly id: string; readonly en: string }>> = {
  'none-in-reach': { id: 'kurang orang dalam jangkauan', en: 'too few in reach' },
  'none-left-in-reach': { id: 'semua dalam jangkauan sudah dipanggil', en: 'everybody in reach was called' },
  'no-crossing': { id: 'terpisah laut, tak ada penyeberangan', en: 'across water without a crossing' },
  'outside-jurisdiction': { id: 'yang dekat di luar wilayah', en: 'those near are outside the jurisdiction' },
  'no-contact': { id: 'yang dekat tidak punya nomor', en: 'those near have no phone' },
  'all-busy': { id: 'yang dekat sedang bertugas di tempat lain', en: 'those near serve elsewhere' },
  'all-unsafe': { id: 'semua berada di zona bahaya', en: 'all are in the danger zone' },
  'all-declined': { id: 'semua menolak', en: 'all declined' },
  'stale-positions': { id: 'letak rumah sudah lama tidak diperbarui', en: 'their homes were not confirmed lately' },
  'waves-exhausted': { id: 'tidak ada jawaban sampai ring terakhir', en: 'silence up to the last ring' },
  expired: { id: 'pesan sudah habis masa berlakunya', en: 'the message expired' },
  'no-team': { id: 'timnya belum lengkap', en: 'its team lacks somebody' },
}

const SKILL = { id: 'keahlian', en: 'skill' } as const

/**
 * What codes such as `no-crossing:tagana` say to people: `Tagana: terpisah laut, tak ada penyeberangan`. `nameOf` gives
 * the name of a kind; a code without words of its own is shown as it is.
 */
export const shortfallSentences = (
  codes: readonly string[],
  nameOf: (kind: string) => string,
  language: 'id' | 'en',
): readonly string[] =>
  codes.map((code) => {
    const [word = '', part = '', skill] = code.split(':')
    const words = WORDS[word]
    if (words === undefined) return code
    if (skill !== undefined && part === 'skill') return `${SKILL[language]} ${skillName(skill)}: ${words[language]}`
    return `${nameOf(part)}: ${words[language]}`
  })
