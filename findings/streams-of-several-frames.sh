#!/usr/bin/env bash
# zstd-jni 1.5.7-25 and JDK 25: streams that read several frames or members one behind another take a cut in a later one for
# the end. What was cut off is lost without an error. A cut in the first frame or member is told.
#
# Source: com.github.luben.zstd.ZstdInputStreamNoFinalizer, readInternal: at the end of the input it asks whether a frame was
# finished, which is still true of the one before. java.util.zip.GZIPInputStream, readTrailer: an IOException while the next
# member's header is read counts as the end ("ignore any malformed, do nothing").
#
# Seen:
#   ZstdInputStream: 21 of 21 cuts are taken for the end
#   GZIPInputStream: 9 of 29 cuts are taken for the end
#
# It needs a JDK 25 and Maven. It fails if the two behave differently.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cat > "$folder/pom.xml" <<'POM'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>findings</groupId><artifactId>streams-of-several-frames</artifactId><version>1</version>
  <dependencies>
    <dependency><groupId>com.github.luben</groupId><artifactId>zstd-jni</artifactId><version>1.5.7-25</version></dependency>
  </dependencies>
</project>
POM
mvn -q -f "$folder/pom.xml" org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies \
  -DoutputDirectory="$folder/lib"

cat > "$folder/Cut.java" <<'JAVA'
import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

public class Cut {
    public static void main(String[] args) throws IOException {
        byte[] first = "first\n".repeat(10).getBytes();
        byte[] second = "second\n".repeat(10).getBytes();
        count("ZstdInputStream", Zstd.compress(first), Zstd.compress(second), true);
        count("GZIPInputStream", gzip(first), gzip(second), false);
    }
    static void count(String name, byte[] first, byte[] second, boolean zstd) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        int silent = 0;
        for (int length = first.length + 1; length < both.length; length++) {
            var in = new ByteArrayInputStream(both, 0, length);
            try (var stream = zstd ? new ZstdInputStream(in) : new GZIPInputStream(in)) {
                stream.readAllBytes();
                silent++;
            } catch (IOException told) {
                // as it should be
            }
        }
        System.out.println(name + ": " + silent + " of " + (second.length - 1) + " cuts are taken for the end");
    }
    static byte[] gzip(byte[] bytes) throws IOException {
        var out = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(out)) { gzip.write(bytes); }
        return out.toByteArray();
    }
}
JAVA

seen=$(java -cp "$folder/lib/*" "$folder/Cut.java" 2> /dev/null)
echo "$seen"
[ "$seen" = "ZstdInputStream: 21 of 21 cuts are taken for the end
GZIPInputStream: 9 of 29 cuts are taken for the end" ]
