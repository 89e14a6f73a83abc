import { expect, test } from 'vitest'
import { isLoopback, senderOf } from '../../../src/intake/limits/address.ts'

test.each([
  ['203.0.113.9', '203.0.113.9'],
  ['::ffff:203.0.113.9', '203.0.113.9'],
  ['::FFFF:203.0.113.9', '203.0.113.9'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:DB8:1:2::99', '2001:db8:1:2::/64'],
  ['2001:0db8:0001:0002:ffff::', '2001:db8:1:2::/64'],
  ['2001:db8::1', '2001:db8:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ['64:ff9b::203.0.113.9', '64:ff9b:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
  ['', ''],
  ['not:an:address', 'not:an:address'],
])('%s stands for %s', (address, sender) => {
  expect(senderOf(address)).toBe(sender)
})

test.each([
  ['127.0.0.1', true],
  ['127.8.9.1', true],
  ['::ffff:127.0.0.1', true],
  ['::1', true],
  ['::2', false],
  ['203.0.113.127', false],
  ['', false],
])('that %s is the machine itself is %s', (address, here) => {
  expect(isLoopback(address)).toBe(here)
})
