// A correct key writer for Node: temporary names and link(2), public file first, members of its own.

import { generateKeyPairSync, randomBytes } from 'node:crypto'
import * as fs from 'node:fs'
import { join, resolve } from 'node:path'
import process from 'node:process'

// A handler keeps a signal from ending the process; the work below is one stretch of synchronous code.
for (const name of ['SIGHUP', 'SIGINT', 'SIGTERM']) process.on(name, () => {})

function parse(args) {
  let directory = '.'
  for (let i = 0; i < args.length; i++) {
    const inline = /^--output-dir=(.*)$/s.exec(args[i])
    if (inline) directory = inline[1]
    else if (['-o', '--output-dir'].includes(args[i]) && i + 1 < args.length) directory = args[++i]
    else throw new Error(`unexpected argument: ${args[i]}`)
  }
  if (directory === '') throw new Error('the directory must not be empty')
  return directory
}

// The clock of Date has milliseconds only; hrtime gives the digits below, and keeps two runs in one millisecond apart.
function ticksSince1582() {
  const nanoseconds = BigInt(Math.round((performance.timeOrigin + performance.now()) * 1e4)) * 100n
  return nanoseconds / 100n + 0x01b21dd213814000n
}

function version6() {
  const tail = randomBytes(8)
  tail[0] = (tail[0] & 0x3f) | 0x80
  tail[2] |= 1
  const ticks = ticksSince1582().toString(16).padStart(15, '0')
  const text = tail.toString('hex')
  return [ticks.slice(0, 8), ticks.slice(8, 12), '6' + ticks.slice(12), text.slice(0, 4), text.slice(4)].join('-')
}

function makeSets() {
  const { privateKey } = generateKeyPairSync('ed25519')
  const { crv, kty, x, d } = privateKey.export({ format: 'jwk' })
  const common = { kid: version6(), alg: 'EdDSA', use: 'sig', crv, kty, x }
  const text = (key) => JSON.stringify({ keys: [key], generator: { name: 'keygen.mjs', weight: -1.5e-3 } })
  return [
    { name: 'pubkey.json', mode: 0o644, text: text({ ...common, ext: true }) },
    { name: 'privkey.json', mode: 0o600, text: text({ ...common, d, ext: null }) },
  ]
}

function exists(path) {
  try {
    fs.lstatSync(path)
    return true
  } catch (error) {
    if (error.code === 'ENOENT') return false
    throw error
  }
}

function store(path, mode, text) {
  const fd = fs.openSync(path, 'wx', mode)
  try {
    let rest = Buffer.from(text)
    while (rest.length > 0) rest = rest.subarray(fs.writeSync(fd, rest))
    fs.fsyncSync(fd)
  } catch (error) {
    fs.closeSync(fd)
    throw error
  }
  fs.closeSync(fd)
}

function flushDirectory(path) {
  const fd = fs.openSync(path, 'r')
  try {
    fs.fsyncSync(fd)
  } finally {
    fs.closeSync(fd)
  }
}

function writePair(directory) {
  const umask = process.umask(0)
  fs.mkdirSync(directory, { recursive: true, mode: 0o777 & ~umask })
  for (const name of ['privkey.json', 'pubkey.json'])
    if (exists(join(directory, name))) throw new Error(`${join(directory, name)} already exists`)

  const made = new Set()
  try {
    for (const { name, mode, text } of makeSets()) {
      const temporary = join(directory, `.${name}.${randomBytes(6).toString('hex')}`)
      made.add(temporary)
      store(temporary, mode, text)
      fs.linkSync(temporary, join(directory, name))
      made.add(join(directory, name))
      fs.unlinkSync(temporary)
      made.delete(temporary)
    }
    flushDirectory(directory)
  } catch (error) {
    for (const path of [...made].reverse()) {
      try {
        fs.unlinkSync(path)
      } catch (undoing) {
        if (undoing.code !== 'ENOENT') process.stderr.write(`keygen: ${undoing.message}\n`)
      }
    }
    throw error
  }
}

try {
  const directory = parse(process.argv.slice(2))
  writePair(directory)
  process.stdout.write(
    `✔ private key set written to: ${resolve(directory, 'privkey.json')}\n` +
      `✔ public key set written to: ${resolve(directory, 'pubkey.json')}\n`
  )
} catch (error) {
  process.stderr.write(`keygen: ${error.message}\n`)
  process.exitCode = 1
}
