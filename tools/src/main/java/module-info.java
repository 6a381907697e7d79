/** The tools: one class each, over the formats and decisions of core and the port. */
module org.yagura.tools {
    requires transitive org.yagura.core;
    requires transitive org.yagura.os;
    requires static transitive org.jspecify;

    exports org.yagura.tools;
}
