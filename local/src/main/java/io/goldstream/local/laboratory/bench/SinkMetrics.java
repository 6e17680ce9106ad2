package io.goldstream.local.laboratory.bench;

import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import io.goldstream.cli.CommandFailure;
import java.io.IOException;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** What a Connect worker on this machine tells of the first task of a sink, by JMX. */
final class SinkMetrics implements AutoCloseable {

    private final JMXConnector worker;

    private SinkMetrics(JMXConnector worker) {
        this.worker = worker;
    }

    /** Asks the process to open JMX to this one; it need not have been started so. */
    static SinkMetrics of(ProcessHandle worker) throws IOException {
        try {
            VirtualMachine machine = VirtualMachine.attach(Long.toString(worker.pid()));
            try {
                return new SinkMetrics(
                        JMXConnectorFactory.connect(new JMXServiceURL(machine.startLocalManagementAgent())));
            } finally {
                machine.detach();
            }
        } catch (AttachNotSupportedException e) {
            throw new CommandFailure(
                    "the worker's metrics cannot be read: see whether Connect still runs (" + e.getMessage() + ")");
        }
    }

    /** Records that the task has polled. */
    long polled(String connector) throws IOException {
        return of("sink-task-metrics", connector, "sink-record-read-total");
    }

    /** Rows in published files. */
    long landed(String connector) throws IOException {
        return of("plugins", connector, "records-landed-total");
    }

    private long of(String type, String connector, String name) throws IOException {
        try {
            ObjectName bean = new ObjectName("kafka.connect:type=%s,connector=%s,task=0".formatted(type, connector));
            return ((Number) worker.getMBeanServerConnection().getAttribute(bean, name)).longValue();
        } catch (InstanceNotFoundException notYet) {
            return 0;
        } catch (JMException e) {
            throw new CommandFailure("the worker has no metric " + name + ": " + e);
        }
    }

    @Override
    public void close() throws IOException {
        worker.close();
    }
}
