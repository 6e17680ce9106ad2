package io.goldstream.connect.sink.land;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Keeps Kafka's answers until more records come, of whose topics they say nothing: partitions of one topic share one. */
final class AnsweredTopicIds implements TopicIds {

    private final TopicIds kafka;
    private final Map<String, Optional<String>> answers = new HashMap<>();

    AnsweredTopicIds(TopicIds kafka) {
        this.kafka = kafka;
    }

    void askAnew() {
        answers.clear();
    }

    @Override
    public Optional<String> of(String topic) throws Unanswered {
        Optional<String> answer = answers.get(topic);
        if (answer == null) {
            answer = kafka.of(topic);
            answers.put(topic, answer);
        }
        return answer;
    }

    @Override
    public void close() {
        kafka.close();
    }
}
