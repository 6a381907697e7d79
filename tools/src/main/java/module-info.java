/** The tools: one class each, over the formats and decisions of core and the port. */
module org.yagura.tools {
    requires org.yagura.core;
    requires org.yagura.os;
    requires static org.jspecify;

    exports org.yagura.tools;
}
