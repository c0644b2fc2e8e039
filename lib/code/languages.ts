// The languages that are read: their files, their grammars, and what a call, a class or a name looks like in each.

/**
 * What a node of a grammar is to the search. A part is named by its field (`"left"`), its place among the children (`"#0"`,
 * `"#-1"`) or its type (`"<block"`); several by `|`. A node without a row means what its children mean.
 */
export interface Shape {
  readonly is:
    | "argument" // name, value
    | "bind" // names get a value or a type
    | "call" // callee, or object and name; args
    | "class" // name, bases, body
    | "function" // name, parameters, body, type of the result
    | "import"
    | "index" // object, key
    | "member" // object, name
    | "name"
    | "new" // callee, args
    | "nothing" // no value that is called
    | "object"
    | "pair" // name, value, in an object or in a pattern that takes one apart
    | "parameter" // name, type, value
    | "return"
    | "text"
    | "type";
  readonly object?: string;
  readonly name?: string;
  readonly callee?: string;
  readonly args?: string;
  readonly value?: string;
  readonly type?: string;
  readonly parameters?: string;
  readonly body?: string;
  readonly bases?: string;
  /** Of a class: its methods may be those of a client. */
  readonly isInterface?: true;
  /** Of a function: its last expression is its result. */
  readonly yieldsLast?: true;
  /** Of a function in a class's place: the type that it is a method of. */
  readonly receiver?: string;
}

type Shapes = Readonly<Record<string, Shape>>;

export interface Language {
  /** The endings of its files, and the grammar of each. */
  readonly grammars: Readonly<Record<string, string>>;
  readonly shapes: Shapes;
  /** Whether a method may be called without its object. */
  readonly hasImplicitThis?: true;
  /** Whether only a class that says so has the type of an interface. */
  readonly isNominal?: true;
  /** Whether the files of one `folder`, or `all`, see each other's names without an import. */
  readonly shares?: "folder" | "all";
}

const all = (types: string, shape: Shape): Shapes => Object.fromEntries(types.split(" ").map((type) => [type, shape]));

const ecmaScript: Language = {
  grammars: {
    ts: "typescript",
    mts: "typescript",
    cts: "typescript",
    tsx: "tsx",
    js: "javascript",
    mjs: "javascript",
    cjs: "javascript",
    jsx: "javascript",
  },
  shapes: {
    ...all("identifier property_identifier private_property_identifier shorthand_property_identifier", { is: "name" }),
    ...all("shorthand_property_identifier_pattern type_identifier this super import", { is: "name" }),
    ...all("string template_string", { is: "text" }),
    member_expression: { is: "member", object: "object", name: "property" },
    nested_type_identifier: { is: "member", object: "module", name: "name" },
    subscript_expression: { is: "index", object: "object", value: "index" },
    call_expression: { is: "call", callee: "function", args: "arguments" },
    new_expression: { is: "new", callee: "constructor", args: "arguments" },
    variable_declarator: { is: "bind", name: "name", value: "value", type: "type" },
    public_field_definition: { is: "bind", name: "name", value: "value", type: "type" },
    property_signature: { is: "bind", name: "name", type: "type" },
    field_definition: { is: "bind", name: "property", value: "value" },
    ...all("assignment_expression augmented_assignment_expression for_in_statement", {
      is: "bind",
      name: "left",
      value: "right",
    }),
    ...all("assignment_pattern object_assignment_pattern", { is: "parameter", name: "left", value: "right" }),
    ...all("required_parameter optional_parameter", { is: "parameter", name: "pattern", type: "type", value: "value" }),
    ...all("arrow_function function_expression function_declaration generator_function method_definition", {
      is: "function",
      name: "name",
      parameters: "parameters|parameter",
      body: "body",
      type: "return_type",
    }),
    generator_function_declaration: { is: "function", name: "name", parameters: "parameters", body: "body" },
    ...all("function_signature method_signature abstract_method_signature", {
      is: "function",
      name: "name",
      type: "return_type",
    }),
    ...all("class_declaration class abstract_class_declaration", {
      is: "class",
      name: "name",
      bases: "<class_heritage",
      body: "body",
    }),
    interface_declaration: {
      is: "class",
      name: "name",
      bases: "<extends_type_clause",
      body: "body",
      isInterface: true,
    },
    object_type: { is: "class", isInterface: true },
    type_alias_declaration: { is: "bind", name: "name", type: "value" },
    enum_declaration: { is: "class", name: "name", body: "body" },
    return_statement: { is: "return" },
    object: { is: "object" },
    ...all("pair pair_pattern", { is: "pair", name: "key", value: "value" }),
    import_statement: { is: "import" },
    ...all("type_annotation type_arguments implements_clause type_parameters union_type extends_type_clause", {
      is: "type",
    }),
    ...all("number regex true false null undefined jsx_text predefined_type", { is: "nothing" }),
  },
};

const python: Language = {
  grammars: { py: "python" },
  shapes: {
    identifier: { is: "name" },
    ...all("string concatenated_string", { is: "text" }),
    attribute: { is: "member", object: "object", name: "attribute" },
    subscript: { is: "index", object: "value", value: "subscript" },
    call: { is: "call", callee: "function", args: "arguments" },
    keyword_argument: { is: "argument", name: "name", value: "value" },
    assignment: { is: "bind", name: "left", value: "right", type: "type" },
    ...all("augmented_assignment for_statement for_in_clause", { is: "bind", name: "left", value: "right" }),
    named_expression: { is: "bind", name: "name", value: "value" },
    as_pattern: { is: "bind", name: "alias", value: "#0" },
    default_parameter: { is: "parameter", name: "name", value: "value" },
    typed_default_parameter: { is: "parameter", name: "name", type: "type", value: "value" },
    typed_parameter: { is: "parameter", name: "#0", type: "type" },
    function_definition: { is: "function", name: "name", parameters: "parameters", body: "body", type: "return_type" },
    lambda: { is: "function", parameters: "parameters", body: "body", yieldsLast: true },
    class_definition: { is: "class", name: "name", bases: "superclasses", body: "body" },
    return_statement: { is: "return" },
    yield: { is: "return" },
    dictionary: { is: "object" },
    pair: { is: "pair", name: "key", value: "value" },
    ...all("import_statement import_from_statement", { is: "import" }),
    type: { is: "type" },
    ...all("integer float true false none comparison_operator", { is: "nothing" }),
  },
};

const java: Language = {
  grammars: { java: "java" },
  hasImplicitThis: true,
  isNominal: true,
  shares: "all",
  shapes: {
    ...all("identifier type_identifier this super", { is: "name" }),
    string_literal: { is: "text" },
    field_access: { is: "member", object: "object", name: "field" },
    ...all("scoped_identifier", { is: "member", object: "scope", name: "name" }),
    scoped_type_identifier: { is: "member", object: "#0", name: "#-1" },
    method_reference: { is: "member", object: "#0", name: "#-1" },
    method_invocation: { is: "call", object: "object", name: "name", args: "arguments" },
    object_creation_expression: { is: "new", callee: "type", args: "arguments", body: "<class_body" },
    array_access: { is: "index", object: "array", value: "index" },
    ...all("field_declaration local_variable_declaration", { is: "bind", name: "declarator", type: "type" }),
    variable_declarator: { is: "bind", name: "name", value: "value" },
    ...all("enhanced_for_statement resource", { is: "bind", name: "name", value: "value", type: "type" }),
    assignment_expression: { is: "bind", name: "left", value: "right" },
    formal_parameter: { is: "parameter", name: "name", type: "type" },
    spread_parameter: { is: "parameter", name: "#-1", type: "#0" },
    ...all("method_declaration constructor_declaration", {
      is: "function",
      name: "name",
      parameters: "parameters",
      body: "body",
      type: "type",
    }),
    lambda_expression: { is: "function", parameters: "parameters", body: "body", yieldsLast: true },
    ...all("class_declaration enum_declaration record_declaration", {
      is: "class",
      name: "name",
      bases: "superclass|interfaces",
      body: "body",
      parameters: "parameters",
    }),
    interface_declaration: { is: "class", name: "name", bases: "<extends_interfaces", body: "body", isInterface: true },
    return_statement: { is: "return" },
    import_declaration: { is: "import" },
    package_declaration: { is: "nothing" },
    cast_expression: { is: "bind", type: "type", value: "value" },
    ...all("generic_type type_arguments array_type type_list superclass super_interfaces", { is: "type" }),
    ...all("decimal_integer_literal character_literal true false null_literal void_type integral_type", {
      is: "nothing",
    }),
  },
};

const kotlin: Language = {
  grammars: { kt: "kotlin", kts: "kotlin" },
  hasImplicitThis: true,
  isNominal: true,
  shares: "all",
  shapes: {
    ...all("identifier this_expression super_expression", { is: "name" }),
    string_literal: { is: "text" },
    navigation_expression: { is: "member", object: "#0", name: "#-1" },
    callable_reference: { is: "member", object: "#0", name: "#-1" },
    index_expression: { is: "index", object: "#0", value: "#1" },
    call_expression: { is: "call", callee: "#0", args: "<value_arguments annotated_lambda" },
    value_argument: { is: "argument", value: "#-1" },
    property_declaration: {
      is: "bind",
      name: "<variable_declaration multi_variable_declaration",
      value: "<property_delegate getter|#-1",
    },
    variable_declaration: { is: "bind", name: "#0", type: "#1" },
    for_statement: { is: "bind", name: "<variable_declaration", value: "#1" },
    assignment: { is: "bind", name: "left", value: "right" },
    ...all("parameter class_parameter", {
      is: "parameter",
      name: "<identifier",
      type: "<user_type nullable_type function_type",
    }),
    function_declaration: {
      is: "function",
      name: "name",
      parameters: "<function_value_parameters",
      body: "<function_body",
      type: "<user_type nullable_type",
    },
    getter: { is: "function", body: "<function_body" },
    lambda_literal: { is: "function", parameters: "<lambda_parameters", yieldsLast: true },
    anonymous_function: { is: "function", parameters: "<function_value_parameters", body: "<function_body" },
    class_declaration: {
      is: "class",
      name: "name",
      bases: "<delegation_specifiers",
      parameters: "<primary_constructor",
      body: "<class_body enum_class_body",
    },
    object_declaration: { is: "class", name: "name", bases: "<delegation_specifiers", body: "<class_body" },
    return_expression: { is: "return" },
    type_alias: { is: "bind", name: "type", type: "<user_type nullable_type" },
    import: { is: "import" },
    package_header: { is: "nothing" },
    ...all("user_type nullable_type function_type type_arguments", { is: "type" }),
    ...all("number_literal float_literal boolean_literal null_literal character_literal modifiers enum_entry", {
      is: "nothing",
    }),
  },
};

const go: Language = {
  grammars: { go: "go" },
  shares: "folder",
  shapes: {
    ...all("identifier field_identifier type_identifier package_identifier", { is: "name" }),
    ...all("interpreted_string_literal raw_string_literal", { is: "text" }),
    selector_expression: { is: "member", object: "operand", name: "field" },
    qualified_type: { is: "member", object: "package", name: "name" },
    index_expression: { is: "index", object: "operand", value: "index" },
    call_expression: { is: "call", callee: "function", args: "arguments" },
    composite_literal: { is: "new", callee: "type", args: "body" },
    keyed_element: { is: "argument", name: "key", value: "value" },
    ...all("short_var_declaration assignment_statement range_clause", { is: "bind", name: "left", value: "right" }),
    ...all("var_spec const_spec", { is: "bind", name: "name", value: "value", type: "type" }),
    field_declaration: { is: "bind", name: "name", type: "type" },
    ...all("parameter_declaration variadic_parameter_declaration", { is: "parameter", name: "name", type: "type" }),
    function_declaration: { is: "function", name: "name", parameters: "parameters", body: "body", type: "result" },
    method_declaration: {
      is: "function",
      name: "name",
      parameters: "parameters",
      body: "body",
      type: "result",
      receiver: "receiver",
    },
    func_literal: { is: "function", parameters: "parameters", body: "body", type: "result" },
    method_elem: { is: "function", name: "name", parameters: "parameters", type: "result" },
    type_spec: { is: "class", name: "name", body: "type" },
    type_alias: { is: "bind", name: "name", type: "type" },
    interface_type: { is: "class", isInterface: true },
    return_statement: { is: "return" },
    import_declaration: { is: "import" },
    package_clause: { is: "nothing" },
    ...all("pointer_type slice_type array_type map_type generic_type type_arguments", { is: "type" }),
    ...all("int_literal float_literal rune_literal nil true false", { is: "nothing" }),
  },
};

const swift: Language = {
  grammars: { swift: "swift" },
  hasImplicitThis: true,
  isNominal: true,
  shares: "all",
  shapes: {
    ...all("simple_identifier type_identifier self_expression super_expression", { is: "name" }),
    ...all("line_string_literal multi_line_string_literal raw_string_literal", { is: "text" }),
    navigation_expression: { is: "member", object: "target", name: "suffix" },
    prefix_expression: { is: "nothing" }, // .member of a type that is not named
    call_expression: { is: "call", callee: "#0", args: "<call_suffix" },
    value_argument: { is: "argument", name: "name", value: "value" },
    property_declaration: {
      is: "bind",
      name: "name",
      value: "value|computed_value",
      type: "<type_annotation",
    },
    assignment: { is: "bind", name: "target", value: "result" },
    ...all("if_statement guard_statement", { is: "bind", name: "bound_identifier", value: "condition" }),
    for_statement: { is: "bind", name: "item", value: "collection" },
    ...all("parameter lambda_parameter", {
      is: "parameter",
      name: "<simple_identifier",
      type: "<user_type optional_type array_type",
    }),
    ...all("function_declaration init_declaration protocol_function_declaration", {
      is: "function",
      name: "name",
      parameters: "<parameter",
      body: "body",
      type: "<user_type optional_type array_type tuple_type",
      yieldsLast: true,
    }),
    lambda_literal: { is: "function", parameters: "type", yieldsLast: true },
    computed_property: { is: "function", yieldsLast: true },
    class_declaration: { is: "class", name: "name", bases: "<inheritance_specifier", body: "body" },
    protocol_declaration: {
      is: "class",
      name: "name",
      bases: "<inheritance_specifier",
      body: "body",
      isInterface: true,
    },
    typealias_declaration: { is: "bind", name: "<type_identifier", type: "<user_type" },
    control_transfer_statement: { is: "return" },
    import_declaration: { is: "import" },
    ...all("user_type optional_type array_type type_annotation inheritance_specifier", { is: "type" }),
    ...all("integer_literal boolean_literal value_argument_label enum_entry modifiers", { is: "nothing" }),
  },
};

export const languages = { ecmaScript, python, java, kotlin, go, swift } as const satisfies Record<string, Language>;

export type LanguageName = keyof typeof languages;

export const languageNames = Object.keys(languages) as LanguageName[];

/** The grammar of a file, by its ending; undefined when it is not read. */
export function grammarOf(file: string): { readonly language: LanguageName; readonly grammar: string } | undefined {
  const ending = file.slice(file.lastIndexOf(".") + 1).toLowerCase();
  for (const language of languageNames) {
    const grammars: Language["grammars"] = languages[language].grammars;
    const grammar = Object.hasOwn(grammars, ending) ? grammars[ending] : undefined;
    if (grammar !== undefined) return { language, grammar };
  }
  return undefined;
}
