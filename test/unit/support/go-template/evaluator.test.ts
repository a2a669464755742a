import { describe, expect, it } from 'vitest'
import { executeTemplate, parseTemplate, TemplateFault } from '../../../../src/support/index.ts'
import { run } from './run.ts'

const data = {
  Name: 'web-1',
  Config: { Image: 'nginx', Env: ['A=1', 'B=2'] },
  Labels: { b: '2', a: '1' },
  Mixed: { a: 1 },
  State: { Running: true, ExitCode: 0 },
  Ports: [80, 443],
  None: null,
  Empty: [],
  Label: (name: unknown) => `label ${String(name)}`,
}

describe('fields', () => {
  it.each([
    ['{{.Name}}', 'web-1'],
    ['{{.Config.Image}} {{$.Config.Image}}', 'nginx nginx'],
    ['{{(.Config).Image}} {{(index .Config.Env 0)}}', 'nginx A=1'],
    ['{{.Missing}} {{.Missing.Deeper}} {{.None}}', '<no value> <no value> <no value>'],
    ['{{.}}', '7'],
  ])('%s prints %s', (source, text) => {
    expect(run(source, source === '{{.}}' ? 7 : data)).toBe(text)
  })

  it('calls members that are functions, with the arguments that follow', () => {
    expect(run('{{.Label "x"}} {{"y" | .Label}} {{print (.Label 1)}}', data)).toBe('label x label y label 1')
  })

  it('reads Maps and instances, but nothing of JavaScript itself', () => {
    class Box {
      get Size() {
        return 3
      }
    }
    expect(run('{{.Size}} {{.constructor}} {{.toString}}', new Box())).toBe('3 <no value> <no value>')
    expect(run('{{.a}} {{.size}}', new Map([['a', 1]]))).toBe('1 <no value>')
    expect(run('{{.__proto__}}', {})).toBe('<no value>')
  })

  it.each([
    ['{{.None.X}}', 'fault at 2: nil pointer evaluating interface {}.X'],
    ['{{.Name.X}}', "fault at 2: can't evaluate field X in type string"],
    ['{{.Ports.X}}', "fault at 2: can't evaluate field X in type slice"],
    ['{{.Name "x"}}', 'fault at 2: Name has arguments but cannot be invoked as function'],
    ['{{.Label}}{{(.Label) 1}}', "fault at 12: can't give an argument to a non-function"],
  ])('%s is a fault', (source, fault) => {
    expect(run(source, data)).toBe(fault)
  })

  it('are faults where the data must have them, but only of the data itself', () => {
    expect(run('{{.Nam}}', data, { strict: true })).toBe("fault at 2: can't evaluate field Nam")
    expect(run('{{.None}} {{.Labels.zz}}', data, { strict: true })).toBe('<no value> <no value>')
    expect(run('{{range .Ports}}{{$.X}}{{end}}', data, { strict: true })).toBe(
      "fault at 18: can't evaluate field X",
    )
  })
})

describe('if and with', () => {
  it.each([
    ['{{if .Name}}a{{end}}', 'a'],
    ['{{if .Empty}}a{{else}}b{{end}}', 'b'],
    ['{{if .None}}a{{else if .Missing}}b{{else if .State.Running}}c{{else}}d{{end}}', 'c'],
    ['{{if .State.ExitCode}}a{{end}}', ''],
    ['{{with .Config}}{{.Image}} {{$.Name}}{{end}}', 'nginx web-1'],
    ['{{with .None}}a{{else}}{{.Name}}{{end}}', 'web-1'],
    ['{{with .None}}a{{else with .Config}}{{.Image}}{{end}}', 'nginx'],
    ['{{with $c := .Config}}{{$c.Image}}{{end}}', 'nginx'],
    ['{{if $n := .Name}}{{$n}}{{end}}', 'web-1'],
  ])('%s prints %j', (source, text) => {
    expect(run(source, data)).toBe(text)
  })
})

describe('range', () => {
  it.each([
    ['{{range .Ports}}<{{.}}>{{end}}', '<80><443>'],
    ['{{range $p := .Ports}}<{{$p}}>{{end}}', '<80><443>'],
    ['{{range $i, $p := .Ports}}{{if $i}}, {{end}}{{$i}}:{{$p}}{{end}}', '0:80, 1:443'],
    ['{{range $k, $v := .Labels}}{{$k}}={{$v}};{{end}}', 'a=1;b=2;'],
    ['{{range .Labels}}{{.}}{{end}}', '12'],
    ['{{range .Empty}}a{{else}}none{{end}}', 'none'],
    ['{{range .None}}a{{else}}none{{end}}', 'none'],
    ['{{range .Missing}}a{{end}}', ''],
    ['{{range 3}}{{.}}{{end}}', '012'],
    ['{{range .Ports}}{{range $.Config.Env}}{{.}} {{end}}{{end}}', 'A=1 B=2 A=1 B=2 '],
    ['{{range .Ports}}{{if eq . 80}}{{continue}}{{end}}{{.}}{{end}}', '443'],
    ['{{range .Ports}}{{.}}{{if eq . 80}}{{break}}{{end}}{{end}}!', '80!'],
    ['{{range .Ports}}{{range $.Ports}}{{break}}{{end}}{{.}}{{end}}', '80443'],
  ])('%s prints %j', (source, text) => {
    expect(run(source, data)).toBe(text)
  })

  it('cannot go over what has no elements', () => {
    expect(run('{{range .Name}}{{end}}', data)).toBe("fault at 8: range can't iterate over web-1")
  })
})

describe('variables', () => {
  it.each([
    ['{{$x := 1}}{{$x}}', '1'],
    ['{{$x := 1}}{{if true}}{{$x := 2}}{{$x}}{{end}}{{$x}}', '21'],
    ['{{$x := 1}}{{if true}}{{$x = 2}}{{end}}{{$x}}', '2'],
    ['{{$last := 0}}{{range .Ports}}{{$last = .}}{{end}}{{$last}}', '443'],
    ['{{$i := 9}}{{range $i, $p := .Ports}}{{end}}{{$i}}', '9'],
    ['{{$i := 9}}{{range $i = .Ports}}{{end}}{{$i}}', '443'],
    ['{{range .Ports}}{{$x := .}}{{if eq $x 80}}{{continue}}{{end}}{{$x}}{{end}}', '443'],
  ])('%s prints %s', (source, text) => {
    expect(run(source, data)).toBe(text)
  })
})

describe('pipelines and functions', () => {
  it('hands each value on as the last argument', () => {
    expect(run('{{.Name | upper | printf "%s-%s" "x"}} {{.Name | len}} {{.Name | print}}', data)).toBe(
      'x-WEB-1 5 web-1',
    )
  })

  it('stops and and or at the argument that decides', () => {
    expect(
      run('{{or 1 (index "a" 5)}} {{and 0 (index "a" 5)}} {{and 1 "x"}} {{or 0 ""}}|{{"z" | and 1}}'),
    ).toBe('1 0 x |z')
    expect(run('{{and}}')).toBe('fault at 2: wrong number of args for and: want at least 1 got 0')
  })

  it('takes functions of the caller, and their faults', () => {
    const parsed = parseTemplate('{{greet "you"}}{{fail}}', {
      functions: {
        greet: name => `hello ${name}`,
        fail: () => {
          throw new TemplateFault('no luck')
        },
      },
    })
    if (!parsed.ok) throw new Error(parsed.error.message)
    expect(executeTemplate(parsed.value, {})).toEqual({
      ok: false,
      error: { offset: 17, message: 'error calling fail: no luck' },
    })
  })

  it('does not hide what is wrong in a function of the caller', () => {
    const parsed = parseTemplate('{{.Broken}}')
    if (!parsed.ok) throw new Error(parsed.error.message)
    const broken = {
      Broken: () => {
        throw new TypeError('a bug')
      },
    }
    expect(() => executeTemplate(parsed.value, broken)).toThrow(TypeError)
  })

  it('executes a parsed template any number of times', () => {
    const parsed = parseTemplate('{{$x := .}}{{$x}}')
    if (!parsed.ok) throw new Error(parsed.error.message)
    expect([1, 2].map(value => executeTemplate(parsed.value, value))).toEqual([
      { ok: true, value: '1' },
      { ok: true, value: '2' },
    ])
  })
})
