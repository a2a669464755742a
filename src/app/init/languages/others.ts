// Ruby, PHP, Java, and pages without a program.
import { findPort, mapOf, parseJson, type ReadApplication, words } from './language.ts'

export const readRuby: ReadApplication = async folder => {
  const gemfile = await folder.read('Gemfile')
  if (gemfile === undefined) return undefined
  const packages = [...gemfile.matchAll(/^\s*gem\s+["']([\w.-]+)["']/gm)].map(match => match[1] ?? '')
  const told =
    /^\s*ruby\s+["'][^\d]*(\d+\.\d+)/m.exec(gemfile)?.[1] ??
    /(\d+\.\d+)/.exec((await folder.read('.ruby-version')) ?? '')?.[1]
  const version = told ?? '3.3'
  const names = await folder.names()
  const script = ['app.rb', 'main.rb', 'server.rb'].find(name => names.includes(name))
  const [run, port] = packages.includes('rails')
    ? [['bundle', 'exec', 'rails', 'server', '-b', '0.0.0.0'], 3000]
    : names.includes('config.ru')
      ? [['bundle', 'exec', 'rackup', '-o', '0.0.0.0', '-p', '9292'], 9292]
      : packages.includes('sinatra')
        ? [['bundle', 'exec', 'ruby', script ?? 'app.rb', '-o', '0.0.0.0'], 4567]
        : [['bundle', 'exec', 'ruby', script ?? 'main.rb'], undefined]
  const lock = names.includes('Gemfile.lock') ? ' Gemfile.lock' : ''
  return {
    from: 'Gemfile',
    packages,
    ...(port !== undefined && { port }),
    source: {
      image: `ruby:${version}`,
      command: ['sh', '-c', `bundle install && exec ${run.join(' ')}`],
      target: '/app',
      kept: ['/usr/local/bundle'],
    },
    dockerfile: `FROM ruby:${version} AS build
WORKDIR /app
COPY Gemfile${lock} ./
RUN bundle install
COPY . .

FROM ruby:${version}-slim
# Libraries that database clients of gems are linked to.
RUN apt-get -qq update && apt-get -qq install --no-install-recommends libpq5 libmariadb3 libyaml-0-2 && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY --from=build /usr/local/bundle /usr/local/bundle
COPY --from=build /app .
${port === undefined ? '' : `EXPOSE ${port}\n`}CMD ${words(run)}
`,
    ignore: ['.bundle', 'log', 'tmp', 'vendor/bundle'],
  }
}

export const readPhp: ReadApplication = async folder => {
  const manifest = parseJson(await folder.read('composer.json'))
  const names = await folder.names()
  if (manifest === undefined && !names.includes('index.php')) return undefined
  const packages = Object.keys(mapOf(manifest?.require))
  const version = /(\d+\.\d+)/.exec(String(mapOf(manifest?.require).php ?? ''))?.[1] ?? '8.3'
  const root = names.includes('public/') ? '/public' : names.includes('web/') ? '/web' : ''
  const extensions = packages
    .map(name => name.replace(/^ext-/, ''))
    .filter(name => /^(pdo_pgsql|pgsql|pdo_mysql|mysqli)$/.test(name))
  const laravel = packages.includes('laravel/framework')
  return {
    from: manifest === undefined ? 'index.php' : 'composer.json',
    packages,
    port: 80,
    source: { image: `php:${version}-apache`, command: [], target: '/var/www/html' },
    dockerfile: `${
      manifest === undefined
        ? ''
        : `FROM composer:2 AS vendor
WORKDIR /app
COPY composer.json composer.lock* ./
RUN composer install --no-dev --no-scripts --no-interaction --prefer-dist --ignore-platform-reqs

`
    }FROM php:${version}-apache
${extensions.some(name => name.includes('pgsql')) ? 'RUN apt-get -qq update && apt-get -qq install --no-install-recommends libpq-dev && rm -rf /var/lib/apt/lists/*\n' : ''}${extensions.length === 0 ? '' : `RUN docker-php-ext-install ${extensions.join(' ')}\n`}${root === '' ? '' : `RUN sed -ri 's!/var/www/html!/var/www/html${root}!' /etc/apache2/sites-available/000-default.conf\n`}RUN a2enmod rewrite
COPY . /var/www/html
${manifest === undefined ? '' : 'COPY --from=vendor /app/vendor /var/www/html/vendor\n'}${laravel ? 'RUN chown -R www-data storage bootstrap/cache\n' : ''}EXPOSE 80
`,
    ignore: ['vendor'],
  }
}

export const readJava: ReadApplication = async folder => {
  const maven = await folder.read('pom.xml')
  const gradle = (await folder.read('build.gradle')) ?? (await folder.read('build.gradle.kts'))
  const text = maven ?? gradle
  if (text === undefined) return undefined
  const packages =
    maven !== undefined
      ? [...maven.matchAll(/<artifactId>([^<]+)<\/artifactId>/g)].map(match => match[1] ?? '')
      : [...text.matchAll(/["'][\w.-]+:([\w.-]+)(?::[^"']*)?["']/g)].map(match => match[1] ?? '')
  const told =
    /<(?:java\.version|maven\.compiler\.(?:release|source|target)|release)>(\d+)/.exec(text) ??
    /(?:of\(|VERSION_|Compatibility\s*=\s*['"]?)(\d+)/.exec(text)
  const version = told?.[1] ?? '21'
  const spring = /spring-boot/.test(text)
  const properties = 'src/main/resources/application'
  const port =
    (await findPort(
      folder,
      [`${properties}.properties`, `${properties}.yml`],
      [/server\.port\s*=\s*(\d+)/, /^server:\s*\n\s+port:\s*(\d+)/m],
    )) ?? (spring || /quarkus|micronaut|helidon/.test(text) ? 8080 : undefined)
  const [image, build, jar, from] =
    maven !== undefined
      ? [`maven:3-eclipse-temurin-${version}`, 'mvn -q -DskipTests package', 'target', 'pom.xml']
      : [
          `gradle:8-jdk${version}`,
          `gradle --no-daemon ${spring ? 'bootJar' : 'jar'}`,
          'build/libs',
          'build.gradle',
        ]
  return {
    from,
    packages,
    ...(port !== undefined && { port }),
    source: {
      image,
      command: ['sh', '-c', `${build} && exec java -jar ${jar}/*.jar`],
      target: '/app',
      kept: [maven !== undefined ? '/root/.m2' : '/home/gradle/.gradle'],
    },
    dockerfile: `FROM ${image} AS build
WORKDIR /src
COPY . .
RUN ${build}

# The program and what runs it: the compiler stays behind.
FROM eclipse-temurin:${version}-jre
WORKDIR /app
COPY --from=build /src/${jar}/*.jar app.jar
USER nobody
${port === undefined ? '' : `EXPOSE ${port}\n`}CMD ["java", "-jar", "app.jar"]
`,
    ignore: ['target', 'build', '.gradle'],
  }
}

export const readPages: ReadApplication = async folder => {
  if ((await folder.read('index.html')) === undefined) return undefined
  return {
    from: 'index.html',
    packages: [],
    port: 80,
    source: { image: 'nginx:1-alpine', command: [], target: '/usr/share/nginx/html', readOnly: true },
    dockerfile: `FROM nginx:1-alpine
COPY . /usr/share/nginx/html
EXPOSE 80
`,
    ignore: [],
  }
}
