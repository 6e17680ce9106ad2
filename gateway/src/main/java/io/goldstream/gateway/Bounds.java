package io.goldstream.gateway;

/** What is said of a setting whose value breaks a constraint, behind the setting's name. */
final class Bounds {

    /** What Kafka takes as the name of a member, with room for what stands before and behind it in other names. */
    static final String NAME = "(?!\\.{1,2}$)[A-Za-z0-9._-]{1,200}";

    static final String VALUE = ", but is ${validatedValue}";
    static final String IS_NAME = "has to be 1 to 200 letters, digits, dots, underscores and hyphens" + VALUE;
    static final String NUMBER = "has to be {value} or more" + VALUE;
    static final String NOT_NEGATIVE = "has to be 0 s or more" + VALUE;
    static final String MILLIS = "has to be {millis} ms or more" + VALUE;
    static final String SECONDS = "has to be {seconds} s or more" + VALUE;
    static final String MINUTES = "has to be {minutes} min or less" + VALUE;
    static final String HOURS = "has to be {hours} h or less" + VALUE;
    static final String BROKER = ": Kafka's brokers take no other value by default";

    private Bounds() {}
}
