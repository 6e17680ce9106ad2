package io.goldstream.local.sink;

import com.sun.tools.attach.VirtualMachine;
import io.goldstream.local.stack.ConnectWorker;
import java.util.List;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** What the sinks in running workers tell by JMX. */
final class WorkerMetrics {

    private WorkerMetrics() {}

    /** A metric over all tasks of a connector, under the name that docs/connect.md gives it. */
    static long sum(List<ConnectWorker> workers, String connector, String metric) throws Exception {
        long sum = 0;
        for (ConnectWorker worker : workers) {
            VirtualMachine jvm =
                    VirtualMachine.attach(Long.toString(worker.process().pid()));
            try (JMXConnector jmx = JMXConnectorFactory.connect(new JMXServiceURL(jvm.startLocalManagementAgent()))) {
                MBeanServerConnection beans = jmx.getMBeanServerConnection();
                ObjectName tasks = new ObjectName("kafka.connect:type=plugins,connector=" + connector + ",task=*");
                for (ObjectName task : beans.queryNames(tasks, null)) {
                    sum += ((Number) beans.getAttribute(task, metric)).longValue();
                }
            } finally {
                jvm.detach();
            }
        }
        return sum;
    }
}
