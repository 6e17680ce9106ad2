#!/usr/bin/env bash
# Kafka Connect 4.3.1: a worker with plugin.discovery=only_scan does not find a plugin if only its base class implements the
# plugin's interface, and that base class is not public. With service_load the worker finds it. Nothing is logged.
#
# Source: org.apache.kafka.connect.runtime.isolation.ReflectionScanner. It asks ClassGraph for all classes that implement the
# interface, without ignoreClassVisibility(), and ClassGraph then reads public classes only. So it does not know what the base class
# implements.
#
# Seen with 4.3.1 on Java 25:
#   only_scan: Direct
#   service_load: Derived, Direct
#
# It needs a JDK 17 or newer and Maven. It fails if Connect behaves differently.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cat > "$folder/pom.xml" <<'POM'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>findings</groupId><artifactId>connect-scan-base-class</artifactId><version>1</version>
  <dependencies>
    <dependency><groupId>org.apache.kafka</groupId><artifactId>connect-runtime</artifactId><version>4.3.1</version></dependency>
  </dependencies>
</project>
POM
mvn -q -f "$folder/pom.xml" org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies \
  -DoutputDirectory="$folder/lib"

mkdir -p "$folder/source/plugin" "$folder/plugins/one"
body='public R apply(R record) { return record; }
  public org.apache.kafka.common.config.ConfigDef config() { return new org.apache.kafka.common.config.ConfigDef(); }
  public void configure(java.util.Map<String, ?> options) {}
  public void close() {}'
types='<R extends org.apache.kafka.connect.connector.ConnectRecord<R>>'
interface='org.apache.kafka.connect.transforms.Transformation<R>'
cat > "$folder/source/plugin/Base.java" <<JAVA
package plugin;
abstract class Base$types implements $interface { $body }
JAVA
cat > "$folder/source/plugin/Derived.java" <<JAVA
package plugin;
public class Derived$types extends Base<R> {}
JAVA
cat > "$folder/source/plugin/Direct.java" <<JAVA
package plugin;
public class Direct$types implements $interface { $body }
JAVA
javac -cp "$folder/lib/*" -d "$folder/classes" "$folder"/source/plugin/*.java
mkdir -p "$folder/classes/META-INF/services"
printf 'plugin.Derived\nplugin.Direct\n' > "$folder/classes/META-INF/services/org.apache.kafka.connect.transforms.Transformation"
jar --create --file "$folder/plugins/one/plugin.jar" -C "$folder/classes" .

cat > "$folder/Find.java" <<'JAVA'
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.connect.runtime.isolation.Plugins;

public class Find {
    public static void main(String[] args) {
        for (String discovery : new String[] {"only_scan", "service_load"}) {
            Plugins plugins = new Plugins(Map.of("plugin.path", args[0], "plugin.discovery", discovery));
            System.out.println(discovery + ": " + plugins.transformations().stream()
                    .filter(found -> found.className().startsWith("plugin."))
                    .map(found -> found.pluginClass().getSimpleName())
                    .sorted()
                    .collect(Collectors.joining(", ")));
        }
    }
}
JAVA
java -cp "$folder/lib/*" "$folder/Find.java" "$folder/plugins" 2> /dev/null | tee "$folder/seen"
diff "$folder/seen" - <<'SEEN'
only_scan: Direct
service_load: Derived, Direct
SEEN
