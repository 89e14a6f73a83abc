import { describe, expect, test } from 'vitest'
import { saysCalledOff, saysEnded } from '../../src/intake/ending-words.ts'
import { namesExercise, saysExercise } from '../../src/intake/exercise-words.ts'

describe('a text that says that a warning is over', () => {
  test.each([
    'Peringatan dini tsunami telah berakhir',
    'Peringatan Dini Tsunami dicabut',
    'Peringatan dini tsunami dibatalkan',
    'PENCABUTAN PERINGATAN DINI TSUNAMI',
    'Tsunami warning cancelled',
    'Tsunami Warning Canceled',
    'Cancelled: tsunami warning',
    'CANCELLATION OF THE TSUNAMI WARNING',
    'The flood warning has ended',
    'The tsunami warning was lifted',
    'Gempa M 7,1; peringatan dini tsunami diakhiri',
  ])('%s', (text) => {
    expect([saysCalledOff(text), saysEnded(text)]).toEqual([true, true])
  })

  test.each([
    'Tsunami no longer expected',
    'Tsunami threat has passed',
    'Banjir Kali Oyo sudah surut',
    'Kebakaran pasar telah padam',
    'Flooding is over',
    'Banjir tidak lagi mengancam',
    'All clear: tsunami',
    'Situasi banjir dinyatakan aman',
    'The wildfire is contained',
  ])('%s, though nobody called it off', (text) => {
    expect([saysCalledOff(text), saysEnded(text)]).toEqual([false, true])
  })

  test.each([
    'Peringatan dini tsunami belum berakhir',
    'Jauhi pantai sampai peringatan dini tsunami dinyatakan berakhir',
    'Jangan kembali sebelum peringatan dicabut',
    'The tsunami warning has not been cancelled',
    'Stay away until the warning is lifted',
    'Peringatan akan berakhir pukul 19.00 WIB',
    'Penerbangan dibatalkan akibat erupsi Gunung Agung',
    'School is cancelled because of flooding',
    'Sungai tidak lagi mampu menampung air',
    'Dam no longer safe: flood',
    'Banjir belum surut',
    'Air laut sudah surut, waspada tsunami',
    'Banjir bandang di Pangalengan',
    'Extended river flooding',
    'Sebagian peringatan dicabut',
    'Flights cancelled, volcanic ash',
    'Banjir: kegiatan sekolah dibatalkan',
    'Gempa Palu: pencarian korban berakhir',
    'Evakuasi warga telah selesai, banjir masih tinggi',
    '',
  ])('%j does not', (text) => {
    expect([saysCalledOff(text), saysEnded(text)]).toEqual([false, false])
  })
})

describe('a text that begins by saying that it is a drill', () => {
  test.each([
    'LATIHAN: Peringatan dini tsunami',
    'Latihan evakuasi tsunami',
    '[TEST] Tsunami warning',
    '*** EXERCISE EXERCISE *** tsunami',
    'Ini latihan, bukan kejadian nyata',
    'INI HANYA SIMULASI',
    'This is a test of the warning system',
    'This is only an exercise',
    'UJI COBA sirene tsunami',
    'Ujicoba: banjir',
    'Simulasi gempa bumi',
    'Gladi lapang banjir',
    'Geladi posko',
    'Drill: flood',
    'Tsunami warning (EXERCISE)',
    'Peringatan dini tsunami [LATIHAN]',
    'Banjir (uji coba)',
  ])('%s', (text) => {
    expect([saysExercise(text), namesExercise(text)]).toEqual([true, true])
  })

  test.each([
    'BUKAN LATIHAN: peringatan dini tsunami',
    'Peringatan dini tsunami (BUKAN LATIHAN)',
    'This is not a drill: tsunami warning',
    'THIS IS NOT A TEST',
    'Ini bukan simulasi',
    'Exercise caution near rivers',
    'Exercise extreme caution: flash flood',
    'Banjir Kec. Pangalengan',
    'Tester',
    'Gempa dirasakan di Latihanan',
    '',
  ])('%j does not', (text) => {
    expect([saysExercise(text), namesExercise(text)]).toEqual([false, false])
  })

  test.each([
    'Warning Tsunami PD-1 EXERCISE',
    'Peringatan dini tsunami, latihan',
    'Tsunami warning - test only',
    'Kebakaran di gedung latihan',
  ])('%s only names one', (text) => {
    expect([saysExercise(text), namesExercise(text)]).toEqual([false, true])
  })
})
