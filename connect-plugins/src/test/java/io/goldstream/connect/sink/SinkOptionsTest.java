package io.goldstream.connect.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.goldstream.connect.sink.format.Compression;
import io.goldstream.connect.sink.format.FileType;
import io.goldstream.connect.sink.format.Format;
import io.goldstream.connect.sink.land.Landing;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.ConfigValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SinkOptionsTest {

    private static final Map<String, String> LEAST =
            Map.of("name", "n", "store.type", "local", "store.root", "/lake", "unknown.to.us", "x");

    @Test
    void readsWhatItIsGivenAndDefaultsTheRest() {
        Landing landing = new SinkOptions(with("rotate.max.age", "PT5S", "rotate.max.rows", "7")).landing();

        assertThat(landing.connector()).isEqualTo("n");
        assertThat(landing.files()).isEqualTo(new FileType(Format.PARQUET, Compression.ZSTD));
        assertThat(landing.rotation().maxAge()).isEqualTo(Duration.ofSeconds(5));
        assertThat(landing.rotation().maxRows()).isEqualTo(7);
        assertThat(landing.rotation().maxBytes()).isEqualTo(134_217_728);
        assertThat(landing.layout().path()).hasToString("{topic:/}/ingest_date={timestamp:yyyy-MM-dd}");
    }

    @Test
    void tellsEveryMistakeOnItsOwnOption() {
        Config config = new AdlsSinkConnector()
                .validate(with(
                        "name", "../other",
                        "store.type", "s3",
                        "store.root", "lake",
                        "format", "orc",
                        "path.template", "{topik}",
                        "rotate.max.age", "5s",
                        "rotate.max.bytes", "1",
                        "rotate.max.rows", "many",
                        "rotate.event.window", "-PT1H",
                        "max.open.files", "0",
                        "max.buffered.bytes", "1",
                        "compression", "lz4",
                        "tombstones", "keep",
                        "start.from", "latest",
                        "path.zone", "Europe/Nowhere",
                        "event.time", "value.",
                        "time.unit", "minutes",
                        "event.time.lateness", "soon",
                        "late.data", "drop",
                        "azure.credential", "kerberos",
                        "azure.proxy", "http://proxy",
                        "azure.call.timeout", "PT0S",
                        "retry.timeout", "P2D",
                        "retry.backoff", "PT0S"));

        Map<String, List<String>> errors = errors(config);
        assertThat(errors)
                .containsOnlyKeys(
                        "name",
                        "store.type",
                        "store.root",
                        "format",
                        "path.template",
                        "rotate.max.age",
                        "rotate.max.bytes",
                        "rotate.max.rows",
                        "rotate.event.window",
                        "max.open.files",
                        "max.buffered.bytes",
                        "compression",
                        "tombstones",
                        "start.from",
                        "path.zone",
                        "event.time",
                        "time.unit",
                        "event.time.lateness",
                        "late.data",
                        "azure.credential",
                        "azure.proxy",
                        "azure.call.timeout",
                        "retry.timeout",
                        "retry.backoff");
        assertThat(errors.get("path.template").get(0)).contains("no variable {topik}", "{value.FIELD}");
        assertThat(errors.get("rotate.max.age").get(0)).contains("PT30S");
        assertThat(errors.get("store.root").get(0)).contains("absolute");
    }

    @Test
    void mistakesOfOneOptionAndOfTwoTogetherAreToldAtOnce() {
        Config config = new AdlsSinkConnector()
                .validate(with("store.root", "relative/folder", "format", "bytes", "compression", "zstd"));

        assertThat(errors(config)).containsOnlyKeys("store.root", "compression");
        assertThat(errors(config).get("compression").get(0)).contains("does not fit format=bytes");
    }

    @Test
    void tellsWhatIsMissing() {
        Config config = new AdlsSinkConnector().validate(Map.of("name", "n"));

        assertThat(config.configValues())
                .filteredOn(value -> !value.errorMessages().isEmpty())
                .extracting(ConfigValue::name)
                .containsExactlyInAnyOrder("store.type", "store.root");
    }

    @Test
    void aNameThatIsNoFolderIsRefused() {
        assertThatThrownBy(() -> new SinkOptions(with("name", "../other")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("name");
    }

    @ParameterizedTest
    @CsvSource({
        "azure, /lake, default, '', store.root",
        "local, https://music.blob.core.windows.net/lake, default, '', store.root",
        "azure, https://music.dfs.core.windows.net/lake, default, '', store.root",
        "azure, https://music.blob.core.windows.net/lake?sig=SECRET, sas, sig=SECRET, store.root",
        "azure, https://music.blob.core.windows.net/lake, default, SECRET, azure.secret",
        "azure, https://music.blob.core.windows.net/lake, shared_key, '', azure.secret",
        "azure, https://music.blob.core.windows.net/lake, shared_key, SECRET?, azure.secret",
        "azure, https://music.blob.core.windows.net/lake, sas, SECRET, azure.secret",
        "azure, https://music.blob.core.windows.net/lake, connection_string, SECRET, azure.secret"
    })
    void optionsThatDoNotFitEachOtherAreTold(String store, String root, String credential, String secret, String bad) {
        Map<String, String> options =
                with("store.type", store, "store.root", root, "azure.credential", credential, "azure.secret", secret);

        Map<String, List<String>> errors = errors(new AdlsSinkConnector().validate(options));

        assertThat(errors).containsOnlyKeys(bad);
        assertThat(errors.get(bad)).noneMatch(message -> message.contains("SECRET"));
        if (bad.equals("azure.secret")) {
            assertThat(errors.get(bad).get(0)).contains("azure.credential=" + credential);
        }
        assertThatThrownBy(() -> new SinkOptions(options))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(bad)
                .hasMessageNotContaining("SECRET");
    }

    @ParameterizedTest
    @ValueSource(strings = {"latest", "LATEST", "by_duration:PT1H", "whatever"})
    void nothingIsSkippedForLackOfOldRecords(String reset) {
        Map<String, String> skipping = with("consumer.override.auto.offset.reset", reset);

        assertThat(errors(new AdlsSinkConnector().validate(skipping))).containsOnlyKeys("start.from");
        assertThatThrownBy(() -> new SinkOptions(skipping)).hasMessageContaining("start.from=group");
        skipping.put("start.from", "group");
        assertThat(errors(new AdlsSinkConnector().validate(skipping))).isEmpty();
        assertThat(ConsumerOptions.start(new SinkOptions(skipping)).gapsAreGone())
                .isFalse();
    }

    /** The worker's properties may say otherwise, where the connector's configuration says nothing. */
    @Test
    void whatIsLeftToTheWorkersPropertiesIsTold() {
        SinkOptions silent = new SinkOptions(with());
        assertThat(silent.landing().start().gapsAreGone()).isFalse();
        assertThat(silent.landing().start().allCome()).isTrue();
        assertThat(new SinkOptions(with("errors.tolerance", "all"))
                        .landing()
                        .start()
                        .allCome())
                .isFalse();
        assertThat(new SinkOptions(with("transforms", "drop")).landing().start().allCome())
                .isFalse();
        assertThat(ConsumerOptions.warnings(silent))
                .hasSize(2)
                .anyMatch(warning -> warning.contains("consumer.override.auto.offset.reset=earliest"))
                .anyMatch(warning -> warning.contains("consumer.override.isolation.level=read_committed"));

        SinkOptions whole = new SinkOptions(with(
                "consumer.override.auto.offset.reset", "earliest",
                "consumer.override.isolation.level", "read_committed"));
        assertThat(whole.landing().start().gapsAreGone()).isTrue();
        assertThat(ConsumerOptions.warnings(whole)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "path.template, a/{header.region}, path.template",
        "path.template, '{header.at:yyyy}', path.template",
        "event.time, header.at, event.time",
        "transforms.x.headers.column, headers, transforms.x.headers.column"
    })
    void whoReadsHeadersSaysWhatConvertsThem(String option, String value, String named) {
        Map<String, String> options = with(
                option, value, "transforms", "w, x", "transforms.x.type", "io.goldstream.connect.transform.Lineage");
        for (String converter : List.of(
                "", "org.apache.kafka.connect.storage.SimpleHeaderConverter", "SimpleHeaderConverter", "Simple")) {
            options.put("header.converter", converter);

            assertThat(errors(new AdlsSinkConnector().validate(options))).containsOnlyKeys("header.converter");
            assertThatThrownBy(() -> new SinkOptions(options))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining("because " + named)
                    .hasMessageContaining("ByteArrayConverter");
        }
        options.put("header.converter", "org.apache.kafka.connect.storage.StringConverter");
        assertThat(errors(new AdlsSinkConnector().validate(options))).isEmpty();
    }

    @Test
    void whoReadsNoHeadersNeedsNoConverter() {
        assertThat(errors(new AdlsSinkConnector()
                        .validate(
                                with("transforms", "x", "transforms.x.type", "Lineage", "path.template", "{value.x}"))))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"PT0S, true", "PT0.001S, true", "PT0.0001S, false"})
    void aWindowIsNoShorterThanAMillisecond(String window, boolean fits) {
        assertThat(errors(new AdlsSinkConnector().validate(with("rotate.event.window", window)))
                        .isEmpty())
                .isEqualTo(fits);
    }

    @Test
    void whatDoesNotFitTheFormatIsToldTogetherWithTheRest() {
        Map<String, String> options = with(
                "format", "json",
                "compression", "snappy",
                "store.type", "azure");

        assertThat(errors(new AdlsSinkConnector().validate(options))).containsOnlyKeys("compression", "store.root");
        assertThat(errors(new AdlsSinkConnector().validate(with("tombstones", "write"))))
                .containsOnlyKeys("tombstones");
        assertThat(errors(new AdlsSinkConnector().validate(with("tombstones", "write", "format", "json"))))
                .isEmpty();
    }

    /** Plausible misspellings of our options, and of the options of Connect that are known without a worker. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "azure.crdential|azure.credential",
                "azure.credentials|azure.credential",
                "azure.credential.type|azure.credential",
                "Azure.Secret|azure.secret",
                "azure.secrets|azure.secret",
                "azure.secret.key|azure.secret",
                "azure.proxy.host|azure.proxy",
                "azure.proxi|azure.proxy",
                "azure.http.proxy|azure.proxy",
                "azure.timeout|azure.call.timeout",
                "azure.calltimeout|azure.call.timeout",
                "azure.call.timeout.ms|azure.call.timeout",
                "azure.upload|azure.uploads",
                "azure.uploads.max|azure.uploads",
                "azure.max.uploads|azure.uploads",
                "azure.key|azure.proxy, azure.secret, azure.credential, azure.uploads or azure.call.timeout",
                "store.typ|store.type",
                "store.kind|store.type or store.root",
                "Store.Type|store.type",
                "store.roots|store.root",
                "store.root.folder|store.root",
                "start.form|start.from",
                "start.at|start.from",
                "start.from.offset|start.from",
                "formta|format",
                "format.class|format",
                "formats|format",
                "compresion|compression",
                "compression.codec|compression",
                "compression.type|compression or store.type",
                "tombstone|tombstones",
                "tombstones.policy|tombstones",
                "tombstones.write|tombstones",
                "path.templates|path.template",
                "path.format|path.template, path.zone or format",
                "path.tmpl|path.template or path.zone",
                "path.timezone|path.zone or path.template",
                "path.zones|path.zone",
                "path.zone.id|path.zone",
                "event.tiem|event.time",
                "event.timestamp|event.time, event.time.lateness or rotate.event.window",
                "event_time|event.time",
                "event.time.field|event.time or event.time.lateness",
                "time.units|time.unit",
                "time.units.of.numbers|time.unit",
                "time.unit.default|time.unit",
                "event.time.latenes|event.time.lateness",
                "event.lateness|event.time.lateness",
                "event.time.late|event.time.lateness or event.time",
                "late.date|late.data",
                "late.records|late.data",
                "late.data.policy|late.data",
                "rotate.age|rotate.max.age",
                "rotate.max.age.ms|rotate.max.age",
                "rotate.maxage|rotate.max.age",
                "rotate.max.size|rotate.max.age, rotate.max.rows or rotate.max.bytes",
                "rotate.bytes|rotate.max.bytes",
                "rotate.max.byte|rotate.max.bytes",
                "rotate.max.bytes.mb|rotate.max.bytes",
                "max.rows|rotate.max.rows",
                "rotate.rows|rotate.max.rows",
                "rotate.max.records|rotate.max.rows, rotate.max.bytes or rotate.max.age",
                "rotate.window|rotate.event.window",
                "rotate.event.windows|rotate.event.window",
                "rotate.event.time.window|rotate.event.window",
                "rotate.interval.ms|rotate.max.rows, rotate.max.bytes, rotate.max.age or rotate.event.window",
                "max.open.file|max.open.files",
                "max.files|max.open.files",
                "max.open.files.per.task|max.open.files",
                "max.buffered.memory|max.buffered.bytes",
                "max.buffer.bytes|max.buffered.bytes",
                "max.bytes|max.buffered.bytes or rotate.max.bytes",
                "retry.time.out|retry.timeout",
                "retry.timeout.ms|retry.timeout",
                "retry.max.timeout|retry.timeout",
                "retry.back.off|retry.backoff",
                "retry.backoff.ms|retry.backoff",
                "retry.pause|retry.timeout or retry.backoff",
                "admin.bootstrap.server|admin.bootstrap.servers",
                "admin.boostrap.servers|admin.bootstrap.servers",
                "admin.bootstrap_servers|admin.bootstrap.servers",
                "admin.security.protocoll|admin.security.protocol",
                "topic|topics",
                "topics.regexp|topics.regex",
                "task.max|tasks.max",
                "transform|transforms",
                "key.convertr|key.converter",
                "value.convertor|value.converter",
                "value.convertor.schemas.enable|value.converter.schemas.enable",
                "headers.converter|header.converter",
                "errors.tolerence|errors.tolerance",
                "error.tolerance|errors.tolerance",
                "errors.deadletterqueue.topics.name|errors.deadletterqueue.topic.name",
                "errors.deadletterqueue.context.header.enable|errors.deadletterqueue.context.headers.enable",
                "consumer.override.auto.offset.rest|consumer.override.auto.offset.reset",
                "consumer.overide.auto.offset.reset|consumer.override.auto.offset.reset",
                "consumer.auto.offset.reset|consumer.override.auto.offset.reset",
                "producer.override.compresion.type|producer.override.compression.type",
                "admin.overide.retries|admin.override.retries"
            })
    void aMisspeltOptionIsTold(String option, String meant) {
        Map<String, String> misspelt = with(option, "x");

        assertThat(errors(new AdlsSinkConnector().validate(misspelt))).containsOnlyKeys(option);
        assertThatThrownBy(() -> new SinkOptions(misspelt))
                .isInstanceOf(ConfigException.class)
                .hasMessage("option " + option + " is not known: did you mean " + meant + "?");
    }

    /** A misspelt field of Pseudonymize would leave an identity in the clear. */
    @ParameterizedTest
    @CsvSource({
        "Pseudonymize, feilds, fields",
        "io.goldstream.connect.transform.Pseudonymize, key_id, key.id",
        "Lineage, offset.colum, offset.column",
        "CoarsenLocation, decimal, decimals",
        "CoarsenLocation, predicat, predicate",
        "Lineage, negated, negate",
        "Lineage, header.column, headers.column",
        "Lineage, key.field, key.column"
    })
    void aMisspeltOptionOfOurTransformationsIsTold(String type, String option, String meant) {
        Map<String, String> misspelt =
                with("transforms", "a, b", "transforms.b.type", type, "transforms.b." + option, "x");
        misspelt.put("transforms.b.predicate", "p");
        misspelt.put("transforms.b.plugin.version", "[1,)");

        assertThat(errors(new AdlsSinkConnector().validate(misspelt))).containsOnlyKeys("transforms.b." + option);
        assertThatThrownBy(() -> new SinkOptions(misspelt)).hasMessageContaining("did you mean transforms.b." + meant);
        misspelt.put("transforms.b.type", "org.example.Pseudonymize");
        assertThat(errors(new AdlsSinkConnector().validate(misspelt))).isEmpty();
    }

    /** The default would hold, and exact coordinates be landed. */
    @ParameterizedTest
    @ValueSource(strings = {"transforms.maskgps.decimals", "transforms.maskGp.decimals", "transform.maskGps.decimals"})
    void anOptionOfAMisspeltAliasIsTold(String option) {
        Map<String, String> misspelt = with(
                "transforms",
                "maskGps",
                "transforms.maskGps.type",
                "CoarsenLocation",
                "transforms.maskGps.fields",
                "lat,lon",
                option,
                "1");

        assertThat(errors(new AdlsSinkConnector().validate(misspelt))).containsOnlyKeys(option);
        assertThatThrownBy(() -> new SinkOptions(misspelt))
                .hasMessageContaining("did you mean transforms.maskGps.decimals");
        // Options of another transformation that is not applied now.
        misspelt.put(option.replace("decimals", "type"), "org.example.Round");
        assertThat(errors(new AdlsSinkConnector().validate(misspelt))).isEmpty();
    }

    /** Nobody reads its options then, and an identity would be landed in the clear. */
    @ParameterizedTest
    @CsvSource({"transform, b", "transforms, a", "transforms, b.key"})
    void aTransformationThatIsNotAppliedIsTold(String option, String named) {
        Map<String, String> unnamed = with(option, named, "transforms.b.type", "Pseudonymize");

        assertThat(errors(new AdlsSinkConnector().validate(unnamed)).get("transforms.b.type"))
                .asString()
                .contains("name b in the option transforms");
        assertThatThrownBy(() -> new SinkOptions(unnamed)).hasMessageContaining("option transforms.b.type is of");
        unnamed.put("transforms.b.type", "org.example.Pseudonymize");
        assertThat(errors(new AdlsSinkConnector().validate(unnamed))).doesNotContainKey("transforms.b.type");
    }

    @Test
    void anAliasMayBeginWithAnotherAndADot() {
        Map<String, String> both = with(
                "transforms", "lineage, lineage.key",
                "transforms.lineage.type", "Lineage",
                "transforms.lineage.key.type", "Lineage",
                "transforms.lineage.key.part", "key");

        assertThat(errors(new AdlsSinkConnector().validate(both))).isEmpty();
        both.put("transforms.lineage.key.prat", "key");
        both.put("transforms.lineage.topic.colum", "t");
        assertThat(errors(new AdlsSinkConnector().validate(both)))
                .containsOnlyKeys("transforms.lineage.key.prat", "transforms.lineage.topic.colum");
    }

    /** In UTC the pattern's zone is a Z, which a path can hold. */
    @ParameterizedTest
    @CsvSource({"XXX, UTC, true", "XXX, Europe/Berlin, false", "OOOO, Europe/Berlin, false", "XX, Europe/Berlin, true"})
    void aTemplateIsCheckedInItsZone(String pattern, String zone, boolean fits) {
        Map<String, String> options =
                with("path.template", "{timestamp:yyyy-MM-dd'T'HH" + pattern + "}", "path.zone", zone);

        assertThat(errors(new AdlsSinkConnector().validate(options)).containsKey("path.template"))
                .isEqualTo(!fits);
    }

    @ParameterizedTest
    @CsvSource({"kafka:9092, true", "'a:65535 , [::1]:9092', true", "kafka:99999, false", "'a:1,b:65536', false"})
    void aClusterHasPortsThatThereAre(String servers, boolean fits) {
        assertThat(errors(new AdlsSinkConnector().validate(with("admin.bootstrap.servers", servers)))
                        .isEmpty())
                .isEqualTo(fits);
    }

    @ParameterizedTest
    @CsvSource({
        "'', parquet, skip, set admin.bootstrap.servers",
        "kafka:9092, bytes, skip, format=bytes",
        "kafka:9092, json, write, tombstones=write",
        "kafka:9092, json, skip, ''"
    })
    void landedColumnsTakeTheTopicsIdsAndRows(String servers, String format, String tombstones, String problem) {
        Map<String, String> options = with(
                "landed.columns", "true",
                "admin.bootstrap.servers", servers,
                "format", format,
                "tombstones", tombstones);

        Map<String, List<String>> errors = errors(new AdlsSinkConnector().validate(options));

        if (problem.isEmpty()) {
            assertThat(errors).isEmpty();
            assertThat(new SinkOptions(options).landing().landedColumns()).isTrue();
        } else {
            assertThat(errors).containsOnlyKeys("landed.columns");
            assertThat(errors.get("landed.columns").get(0)).contains(problem);
        }
    }

    @Test
    void aSettingOfTheClusterThatNobodyFilledInIsTold() {
        Map<String, String> options =
                with("admin.bootstrap.servers", "kafka:9092", "admin.sasl.jaas.config", "${env:GOLDSTREAM_JAAS}");

        assertThat(errors(new AdlsSinkConnector().validate(options)).get("admin.sasl.jaas.config"))
                .asString()
                .contains("${env:GOLDSTREAM_JAAS}, which no config provider has replaced");
        assertThatThrownBy(() -> new SinkOptions(options)).hasMessageContaining("option admin.sasl.jaas.config is ");
    }

    /** Connect looks at each option alone, and so a task would be the first to see it. */
    @Test
    void whatATransformationRefusesIsToldBeforeATaskStarts() {
        Map<String, String> twice = with(
                "transforms", "a, b",
                "transforms.a.type", "Lineage",
                "transforms.b.type", "Lineage",
                "transforms.b.topic.column", "value");

        assertThat(errors(new AdlsSinkConnector().validate(twice))).containsOnlyKeys("transforms.b.type");
        assertThat(errors(new AdlsSinkConnector().validate(twice)).toString())
                .contains("topic.column")
                .contains("has this name already");
        twice.put("transforms.b.topic.column", "origin");
        assertThat(errors(new AdlsSinkConnector().validate(twice))).isEmpty();
    }

    /** Connect cuts spaces off a value before it reads it. */
    @Test
    void spacesAroundAValueChangeNothing() {
        assertThat(errors(new AdlsSinkConnector().validate(with("event.time", " header.at "))))
                .containsOnlyKeys("header.converter");
        assertThat(errors(new AdlsSinkConnector()
                        .validate(with(
                                "transforms", "b",
                                "transforms.b.type", " Pseudonymize ",
                                "transforms.b.feilds", "x"))))
                .containsOnlyKeys("transforms.b.feilds");
        assertThat(new SinkOptions(with("errors.tolerance", " all ")).isTolerant())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "topics",
                "topics.regex",
                "tasks.max",
                "note",
                "owner.team",
                "errors.tolerance",
                "key.converter",
                "transforms.azure.type",
                "admin.request.timeout.ms",
                "admin.override.request.timeout.ms",
                "admin.x.y",
                "consumer.override.fetch.min.bytes",
                "consumer.override.interceptor.team",
                "producer.override.acks",
                "key.converter.schemas.enable",
                "header.converter.encoding",
                "predicates.p.type",
                "errors.deadletterqueue.topic.name",
                "errors.of.a.newer.connect",
                "tasks.note",
                "topic.owner"
            })
    void whatIsNotOursMayBeAnything(String option) {
        assertThat(errors(new AdlsSinkConnector().validate(with(option, "x")))).isEmpty();
    }

    @Test
    void whatTheSinkKeepsForItselfIsNoPlaceOfARoot() {
        for (String root : List.of("/lake/_staging/x", "/lake/_checkpoints")) {
            assertThat(errors(new AdlsSinkConnector().validate(with("store.root", root))))
                    .containsOnlyKeys("store.root");
        }
        Map<String, String> inContainer =
                with("store.type", "azure", "store.root", "https://music.blob.core.windows.net/lake/_checkpoints/x");
        assertThat(errors(new AdlsSinkConnector().validate(inContainer))).containsOnlyKeys("store.root");
        assertThat(errors(new AdlsSinkConnector()
                        .validate(with("late.data", "separate", "path.template", "late/{topic}"))))
                .containsOnlyKeys("path.template");
        assertThat(errors(new AdlsSinkConnector().validate(with("name", "n.")))).containsOnlyKeys("name");
    }

    @Test
    void formsOfferWhatFitsTheFormat() {
        assertThat(offered("format", "json")).containsExactly("default", "none", "gzip");
        assertThat(offered("format", "parquet")).containsExactly("default", "none", "gzip", "snappy", "zstd");
    }

    @Test
    void formsOfferCredentialsWhereThereIsAzure() {
        assertThat(value("azure.credential", "store.type", "azure"))
                .returns(true, ConfigValue::visible)
                .returns(List.of("default", "shared_key", "sas", "connection_string"), ConfigValue::recommendedValues);
        assertThat(value("azure.credential", "store.type", "local").visible()).isFalse();
    }

    private static List<Object> offered(String... options) {
        return value("compression", options).recommendedValues();
    }

    private static ConfigValue value(String name, String... options) {
        return new AdlsSinkConnector()
                .validate(with(options)).configValues().stream()
                        .filter(value -> value.name().equals(name))
                        .findAny()
                        .orElseThrow();
    }

    @Test
    void theSecretIsInNoText() {
        SinkOptions options = new SinkOptions(with(
                "store.type", "azure",
                "store.root", "https://music.blob.core.windows.net/lake",
                "azure.credential", "shared_key",
                "azure.secret", "c2VjcmV0"));

        assertThat(options.values().toString() + AzureOptions.access(options)).doesNotContain("c2VjcmV0");
    }

    @Test
    void everyOptionIsDocumented() {
        assertThat(SinkOptions.DEFINITION.configKeys().values())
                .allSatisfy(key -> assertThat(key.documentation).isNotBlank());
    }

    private static Map<String, List<String>> errors(Config config) {
        return config.configValues().stream()
                .filter(value -> !value.errorMessages().isEmpty())
                .collect(Collectors.toMap(ConfigValue::name, ConfigValue::errorMessages));
    }

    private static Map<String, String> with(String... options) {
        Map<String, String> all = new HashMap<>(LEAST);
        for (int i = 0; i < options.length; i += 2) {
            all.put(options[i], options[i + 1]);
        }
        return all;
    }
}
