#!/usr/bin/env bash
# Kafka Connect 4.3.1: SimpleHeaderConverter, the default header.converter of every worker, reads a header's time that ends in Z
# in the worker's own zone. 2025-01-01T00:00:00.000Z is five hours later on a worker in New York.
#
# Source: org.apache.kafka.connect.data.Values, ISO_8601_TIMESTAMP_FORMAT_PATTERN "yyyy-MM-dd'T'HH:mm:ss.SSS'Z'": the Z is a
# letter in quotes, and the SimpleDateFormat has no zone set.
#
# Seen with 4.3.1 on Java 25:
#   UTC               1735689600000
#   America/New_York  1735707600000
#
# It needs a JDK 17 or newer and Maven. It fails if Connect behaves differently.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cat > "$folder/pom.xml" <<'POM'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>findings</groupId><artifactId>connect-header-times</artifactId><version>1</version>
  <dependencies>
    <dependency><groupId>org.apache.kafka</groupId><artifactId>connect-api</artifactId><version>4.3.1</version></dependency>
  </dependencies>
</project>
POM
mvn -q -f "$folder/pom.xml" org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies \
  -DoutputDirectory="$folder/lib"

cat > "$folder/Times.java" <<'JAVA'
import java.util.Date;
import org.apache.kafka.connect.storage.SimpleHeaderConverter;

public class Times {
    public static void main(String[] args) {
        byte[] sent = "2025-01-01T00:00:00.000Z".getBytes();
        System.out.println(((Date) new SimpleHeaderConverter().toConnectHeader("topic", "at", sent).value()).getTime());
    }
}
JAVA

read_in() {
  java -Duser.timezone="$1" -cp "$folder/lib/*" "$folder/Times.java" 2> /dev/null
}
utc=$(read_in UTC)
new_york=$(read_in America/New_York)
echo "UTC               $utc"
echo "America/New_York  $new_york"
[ "$utc" = 1735689600000 ] && [ "$new_york" = 1735707600000 ]
