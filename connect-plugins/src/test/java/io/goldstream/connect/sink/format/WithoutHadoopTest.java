package io.goldstream.connect.sink.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.goldstream.connect.sink.store.StagingOutput;
import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.Arrays;
import java.util.function.IntSupplier;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.junit.jupiter.api.Test;

/** The plugin folder has no jar of Hadoop's: writing must do without. */
class WithoutHadoopTest {

    @Test
    void parquetIsWrittenWhereNoClassOfHadoopsIs() throws Exception {
        try (URLClassLoader worker =
                new URLClassLoader(classPathWithoutHadoop(), ClassLoader.getPlatformClassLoader())) {
            assertThatThrownBy(() -> worker.loadClass("org.apache.hadoop.conf.Configuration"))
                    .isInstanceOf(ClassNotFoundException.class);
            var write = worker.loadClass(Write.class.getName()).getDeclaredConstructor();

            assertThat(((IntSupplier) write.newInstance()).getAsInt()).isPositive();
        }
    }

    private static URL[] classPathWithoutHadoop() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.contains("hadoop-client"))
                .map(WithoutHadoopTest::url)
                .toArray(URL[]::new);
    }

    private static URL url(String entry) {
        try {
            return new File(entry).toURI().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Writes a file of each compression, and gives the least length; loaded apart from this test. */
    public static final class Write implements IntSupplier {
        @Override
        public int getAsInt() {
            Schema schema =
                    SchemaBuilder.struct().field("s", Schema.STRING_SCHEMA).build();
            int length = Integer.MAX_VALUE;
            for (Compression compression : Compression.values()) {
                StagingOutput output = new StagingOutput();
                RowFile file = new FileType(Format.PARQUET, compression).open(schema, output);
                file.add(schema, new Struct(schema).put("s", "text"));
                file.finish();
                length = Math.min(length, Math.toIntExact(output.position()));
            }
            return length;
        }
    }
}
