package io.goldstream.connect.sink;

import io.goldstream.connect.PluginVersion;
import io.goldstream.connect.sink.land.Lander;
import java.time.Clock;
import java.util.Collection;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Connect's side of a {@link Lander}, which does the work. */
public final class AdlsSinkTask extends SinkTask {

    private static final Logger LOG = LoggerFactory.getLogger(AdlsSinkTask.class);

    private Lander lander;

    @Override
    public String version() {
        return PluginVersion.get();
    }

    @Override
    public void start(Map<String, String> props) {
        SinkOptions options = new SinkOptions(props);
        ConsumerOptions.warnings(options).forEach(LOG::warn);
        lander = new Lander(
                context, options.openStore(), AdminOptions.topicIds(options), options.landing(), Clock.systemUTC());
    }

    @Override
    public void open(Collection<TopicPartition> partitions) {
        lander.open(partitions);
    }

    @Override
    public void put(Collection<SinkRecord> records) {
        lander.put(records);
    }

    @Override
    public Map<TopicPartition, OffsetAndMetadata> preCommit(Map<TopicPartition, OffsetAndMetadata> currentOffsets) {
        return lander.preCommit(currentOffsets);
    }

    @Override
    public void close(Collection<TopicPartition> partitions) {
        lander.close(partitions);
    }

    @Override
    public void stop() {
        if (lander != null) {
            lander.close();
        }
    }
}
