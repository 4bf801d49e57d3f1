// Builds the pages' one style sheet and one script, named by their content so that a browser
// may keep them for ever. The manifest tells the server the names. The fonts of printed lists are
// copied to the package that prints them.
import { createHash } from 'node:crypto'
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import * as sass from 'sass'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const output = join(root, 'src/gatehouse/web/static/build')
const icons = [
  'icon-close-cross-black.svg',
  'icon-toggle-plus-minus.svg',
  'icon-tag-remove-cross.svg',
  'icon-tag-remove-cross-white.svg'
]
const fonts = join(root, 'src/gatehouse/reports/exports/fonts/build')
const fontFiles = ['400Regular/Arimo_400Regular.ttf', '700Bold/Arimo_700Bold.ttf', 'LICENSE_FONT']
const largestStyleSheet = 150_000

function named(name, text) {
  const [stem, extension] = name.split('.')
  const file = `${stem}-${createHash('sha256').update(text).digest('hex').slice(0, 10)}.${extension}`
  writeFileSync(join(output, file), text)
  return [name, file]
}

const { css } = sass.compile(join(root, 'frontend/styles/gatehouse.scss'), {
  style: 'compressed',
  loadPaths: [join(root, 'node_modules'), root],
  quietDeps: true
})
if (css.length > largestStyleSheet) {
  throw new Error(`The style sheet is ${css.length} bytes; it may be ${largestStyleSheet}. Use fewer components.`)
}
if (css.includes('GDS Transport')) {
  throw new Error('The style sheet names GDS Transport, which only GOV.UK may use. Keep the font family Arial.')
}

rmSync(output, { recursive: true, force: true })
mkdirSync(output, { recursive: true })
const manifest = Object.fromEntries([
  named('gatehouse.css', css),
  named('gatehouse.js', readFileSync(join(root, 'frontend/scripts/gatehouse.js'), 'utf8'))
])
for (const icon of icons) {
  copyFileSync(join(root, 'node_modules/@ministryofjustice/frontend/moj/assets/images', icon), join(output, icon))
}
copyFileSync(join(root, 'frontend/icon.svg'), join(output, 'icon.svg'))

rmSync(fonts, { recursive: true, force: true })
mkdirSync(fonts, { recursive: true })
for (const file of fontFiles) {
  copyFileSync(join(root, 'node_modules/@expo-google-fonts/arimo', file), join(fonts, basename(file)))
}
writeFileSync(join(output, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`)
