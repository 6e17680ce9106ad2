package io.goldstream.local.laboratory.chaos.sink;

/** What is done to a sink at work. */
public enum Fault {
    /** SIGKILL of a worker, which is started again. */
    KILL,
    /** SIGSTOP of a worker until another has taken over its partitions: when it goes on, its tasks are zombies. */
    FREEZE,
    /** Another number of tasks: all of them are stopped, and the partitions shared out anew. */
    REBALANCE,
    /** The offsets of a partition set back by the REST API, its files from there on deleted. */
    RESET,
    /** The topic deleted and made anew: the task has to fail, and to say so; then the offsets are reset. */
    RECREATE
}
