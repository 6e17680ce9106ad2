package io.goldstream.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.ProtectionDomain;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/**
 * Makes a packaged gateway stand still at a record, so that a test can kill it there: no input is known that does. It is a
 * Java agent, for which the gateway needs no switch: where the refinery reads a value in which a mark stands, the agent makes
 * a file, and the thread never goes on.
 */
public final class RecordFault {

    private static final ClassDesc AGENT = ClassDesc.of(RecordFault.class.getName());

    /** By name, for it must not be loaded before the agent has changed it. */
    private static final String READER = "io/goldstream/events/intake/EventReader";

    /** Of {@code read(EventType, byte[], long)}, which the refinery calls and the edge does not. */
    private static final int READ_PARAMETERS = 3;

    private static final int VALUE = 2;

    private static String mark;
    private static Path met;

    private RecordFault() {}

    /**
     * Packs the agent.
     *
     * @param mark stands in the value of the record
     * @param met is made once the process stands there
     * @return the option of a JVM that loads it
     */
    public static String option(Path jar, String mark, Path met) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue("Premain-Class", RecordFault.class.getName());
        Path classes = Path.of("target/test-classes");
        Path own = classes.resolve("io/goldstream/gateway");
        Files.createDirectories(jar.getParent());
        try (JarOutputStream file = new JarOutputStream(Files.newOutputStream(jar), manifest);
                Stream<Path> all = Files.list(own)) {
            List<Path> agent = all.filter(one -> one.getFileName().toString().startsWith("RecordFault"))
                    .toList();
            for (Path one : agent) {
                file.putNextEntry(new ZipEntry(classes.relativize(one).toString()));
                Files.copy(one, file);
            }
        }
        return "-javaagent:" + jar.toAbsolutePath() + "=" + mark + "," + met.toAbsolutePath();
    }

    /** Called by the JVM before the gateway's own main. */
    public static void premain(String arguments, Instrumentation instrumentation) {
        String[] parts = arguments.split(",", 2);
        mark = parts[0];
        met = Path.of(parts[1]);
        instrumentation.addTransformer(new Readers());
    }

    /** Called where a value is about to be read. */
    public static void read(byte[] value) {
        if (!new String(value, UTF_8).contains(mark)) {
            return;
        }
        try {
            Files.createFile(met);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        while (true) {
            try {
                Thread.sleep(1_000);
            } catch (InterruptedException e) {
                Thread.interrupted(); // nothing ends it but the process's end
            }
        }
    }

    private static final class Readers implements ClassFileTransformer {
        @Override
        public byte[] transform(
                ClassLoader loader, String name, Class<?> redefined, ProtectionDomain domain, byte[] bytes) {
            if (!READER.equals(name)) {
                return null;
            }
            ClassFile file = ClassFile.of();
            return file.transformClass(
                    file.parse(bytes),
                    ClassTransform.transformingMethodBodies(
                            method -> method.methodName().equalsString("read")
                                    && method.methodTypeSymbol().parameterCount() == READ_PARAMETERS,
                            new Call()));
        }
    }

    private static final class Call implements CodeTransform {
        @Override
        public void atStart(CodeBuilder code) {
            code.aload(VALUE)
                    .invokestatic(
                            AGENT, "read", MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_byte.arrayType()));
        }

        @Override
        public void accept(CodeBuilder code, CodeElement element) {
            code.with(element);
        }
    }
}
