/**
 * Room for a regency's name in a message: a longer one costs a second SMS sooner.
 * @internal for tests and tools
 */
export const SHORT_NAME_MAX = 22

/** In everyday use, or the shortest that cannot be taken for a neighbour. */
const EVERYDAY_NAMES: Readonly<Record<string, string>> = {
  '12.16': 'Kab. Humbahas',
  '12.20': 'Padang Lawas Utara',
  '12.22': 'Labuhanbatu Selatan',
  '15.06': 'Tanjab Barat',
  '15.07': 'Tanjab Timur',
  '16.02': 'Kab. OKI',
  '16.08': 'OKU Timur',
  '16.09': 'OKU Selatan',
  '16.12': 'Kab. PALI',
  '18.12': 'Tulang Bawang Barat',
  '53.02': 'Kab. TTS',
  '53.03': 'Kab. TTU',
  '62.01': 'Kotawaringin Barat',
  '62.02': 'Kotawaringin Timur',
  '63.06': 'Hulu Sungai Selatan',
  '63.07': 'Hulu Sungai Tengah',
  '64.09': 'Penajam Paser Utara',
  '71.08': 'Bolmong Utara',
  '71.09': 'Kep. Sitaro',
  '71.10': 'Bolmong Timur',
  '71.11': 'Bolmong Selatan',
  '73.10': 'Kab. Pangkep',
  '81.05': 'Seram Bagian Timur',
  '81.06': 'Seram Bagian Barat',
  '95.02': 'Pegunungan Bintang',
}

/**
 * `Kab. Bandung`, `Kota Bandung`, `Kep. Seribu`: a kabupaten or kota as messages and tables print it, in at most 22
 * characters for all 514 of 2025. The kind is kept, because 26 names are both a kabupaten and a kota; it is left out
 * only where the name alone is unmistakable.
 */
export const shortenRegencyName = (code: string, name: string): string =>
  EVERYDAY_NAMES[code] ??
  name
    .replace(/^(Kabupaten|Kota) Administrasi /, '$1 ')
    .replace(/^Kabupaten Kepulauan /, 'Kep. ')
    .replace(/^Kabupaten /, 'Kab. ')
    .replace('Kepulauan', 'Kep.')
