#!/bin/sh
# networknt json-schema-validator 1.5.9 throws at a valid JSON number, instead of answering whether it is in an enum.
#
# Instance 1e400, schema {"enum": ["free", "paid"]}: RFC 8259 allows the number, and it is not in the enum, so the answer is a
# message. JsonSchema.validate throws NumberFormatException instead: Jackson reads the number as a double, which is infinite, and
# EnumValidator.processNumberNode makes a BigDecimal of it (EnumValidator.java, line 134, to DoubleNode.decimalValue).
# Read with USE_BIG_DECIMAL_FOR_FLOATS, the same number is answered.
#
# Seen: "6: refused", then "1e400: java.lang.NumberFormatException: Infinite or NaN", then "1e400, to the last digit: refused".
# Needs JDK 17 or newer and Maven. Fails if what is seen changes.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat >pom.xml <<'POM'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>finding</groupId><artifactId>finding</artifactId><version>1</version>
  <dependencies>
    <dependency>
      <groupId>com.networknt</groupId><artifactId>json-schema-validator</artifactId><version>1.5.9</version>
    </dependency>
  </dependencies>
</project>
POM
mvn -q org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies -DoutputDirectory=jars
cat >Finding.java <<'JAVA'
import com.fasterxml.jackson.databind.*;
import com.networknt.schema.*;

public class Finding {
    public static void main(String[] args) throws Exception {
        JsonSchema schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema("{\"enum\": [\"free\", \"paid\"]}");
        ObjectMapper plain = new ObjectMapper();
        ObjectMapper exact = new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
        System.out.println("6: " + answer(schema, plain.readTree("6")));
        System.out.println("1e400: " + answer(schema, plain.readTree("1e400")));
        System.out.println("1e400, to the last digit: " + answer(schema, exact.readTree("1e400")));
    }

    private static String answer(JsonSchema schema, JsonNode instance) {
        try {
            return schema.validate(instance).isEmpty() ? "taken" : "refused";
        } catch (RuntimeException e) {
            return e.toString();
        }
    }
}
JAVA
java -cp 'jars/*' Finding.java 2>/dev/null >seen
cat seen
cat >expected <<'SEEN'
6: refused
1e400: java.lang.NumberFormatException: Infinite or NaN
1e400, to the last digit: refused
SEEN
cmp -s seen expected || { echo "this has changed"; exit 1; }
