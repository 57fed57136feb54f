// Generated from the database by `npm run gen:types`.
export type Json = string | number | boolean | null | { [key: string]: Json | undefined } | Json[];

export type Database = {
  public: {
    Tables: {
      alerts: {
        Row: {
          at: string;
          code: string;
          id: number;
          kind: string;
          message: string;
          run_id: number | null;
          subject: string;
        };
        ComputedFields: never;
        Insert: {
          at: string;
          code: string;
          id?: never;
          kind: string;
          message: string;
          run_id?: number | null;
          subject: string;
        };
        Update: {
          at?: string;
          code?: string;
          id?: never;
          kind?: string;
          message?: string;
          run_id?: number | null;
          subject?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'alerts_run_id_fkey';
            columns: ['run_id'];
            isOneToOne: false;
            referencedRelation: 'task_chain_logs';
            referencedColumns: ['id'];
          },
        ];
      };
      coach_connections: {
        Row: {
          answered_at: string | null;
          client_id: string | null;
          coach_id: string;
          email: string;
          id: string;
          invited_at: string;
          state: string;
        };
        ComputedFields: never;
        Insert: {
          answered_at?: string | null;
          client_id?: string | null;
          coach_id: string;
          email: string;
          id?: string;
          invited_at?: string;
          state?: string;
        };
        Update: {
          answered_at?: string | null;
          client_id?: string | null;
          coach_id?: string;
          email?: string;
          id?: string;
          invited_at?: string;
          state?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'coach_connections_client_id_fkey';
            columns: ['client_id'];
            isOneToOne: false;
            referencedRelation: 'profiles';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'coach_connections_coach_id_fkey';
            columns: ['coach_id'];
            isOneToOne: false;
            referencedRelation: 'profiles';
            referencedColumns: ['id'];
          },
        ];
      };
      cohorts: {
        Row: {
          created_at: string;
          id: string;
          is_open: boolean;
          join_token: string;
          name: string;
          program_id: string;
          start_date: string;
          user_id: string;
          version_id: string;
        };
        ComputedFields: never;
        Insert: {
          created_at?: string;
          id?: string;
          is_open?: boolean;
          join_token?: string;
          name: string;
          program_id: string;
          start_date: string;
          user_id: string;
          version_id: string;
        };
        Update: {
          created_at?: string;
          id?: string;
          is_open?: boolean;
          join_token?: string;
          name?: string;
          program_id?: string;
          start_date?: string;
          user_id?: string;
          version_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'cohort_of_the_same_person';
            columns: ['user_id', 'program_id'];
            isOneToOne: false;
            referencedRelation: 'programs';
            referencedColumns: ['user_id', 'id'];
          },
          {
            foreignKeyName: 'cohorts_user_id_fkey';
            columns: ['user_id'];
            isOneToOne: false;
            referencedRelation: 'profiles';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'cohorts_version_id_fkey';
            columns: ['version_id'];
            isOneToOne: false;
            referencedRelation: 'program_versions';
            referencedColumns: ['id'];
          },
        ];
      };
      crm_contacts: {
        Row: {
          active: boolean;
          changed_at: string;
          email: string;
          first_name: string;
          gone_at: string | null;
          gone_run: number | null;
          hash: string;
          id: string;
          last_name: string;
          missing_since: string | null;
          partner_id: string | null;
          updated_at: string | null;
        };
        ComputedFields: never;
        Insert: {
          active: boolean;
          changed_at: string;
          email: string;
          first_name: string;
          gone_at?: string | null;
          gone_run?: number | null;
          hash: string;
          id: string;
          last_name: string;
          missing_since?: string | null;
          partner_id?: string | null;
          updated_at?: string | null;
        };
        Update: {
          active?: boolean;
          changed_at?: string;
          email?: string;
          first_name?: string;
          gone_at?: string | null;
          gone_run?: number | null;
          hash?: string;
          id?: string;
          last_name?: string;
          missing_since?: string | null;
          partner_id?: string | null;
          updated_at?: string | null;
        };
        Relationships: [];
      };
      crm_leads: {
        Row: {
          changed_at: string;
          company: string;
          created_at: string | null;
          gone_at: string | null;
          gone_run: number | null;
          hash: string;
          id: string;
          missing_since: string | null;
          name: string;
          partner_id: string | null;
          status: string | null;
          updated_at: string | null;
        };
        ComputedFields: never;
        Insert: {
          changed_at: string;
          company: string;
          created_at?: string | null;
          gone_at?: string | null;
          gone_run?: number | null;
          hash: string;
          id: string;
          missing_since?: string | null;
          name: string;
          partner_id?: string | null;
          status?: string | null;
          updated_at?: string | null;
        };
        Update: {
          changed_at?: string;
          company?: string;
          created_at?: string | null;
          gone_at?: string | null;
          gone_run?: number | null;
          hash?: string;
          id?: string;
          missing_since?: string | null;
          name?: string;
          partner_id?: string | null;
          status?: string | null;
          updated_at?: string | null;
        };
        Relationships: [];
      };
      crm_partners: {
        Row: {
          active: boolean;
          certified_people: number | null;
          changed_at: string;
          crm_id: string | null;
          expiring_certificates: number | null;
          gone_at: string | null;
          gone_run: number | null;
          hash: string;
          id: string;
          lms_group_id: string | null;
          manager_email: string | null;
          manager_name: string | null;
          missing_since: string | null;
          name: string;
          tier: string | null;
          total_npcu: number | null;
          updated_at: string | null;
        };
        ComputedFields: never;
        Insert: {
          active: boolean;
          certified_people?: number | null;
          changed_at: string;
          crm_id?: string | null;
          expiring_certificates?: number | null;
          gone_at?: string | null;
          gone_run?: number | null;
          hash: string;
          id: string;
          lms_group_id?: string | null;
          manager_email?: string | null;
          manager_name?: string | null;
          missing_since?: string | null;
          name: string;
          tier?: string | null;
          total_npcu?: number | null;
          updated_at?: string | null;
        };
        Update: {
          active?: boolean;
          certified_people?: number | null;
          changed_at?: string;
          crm_id?: string | null;
          expiring_certificates?: number | null;
          gone_at?: string | null;
          gone_run?: number | null;
          hash?: string;
          id?: string;
          lms_group_id?: string | null;
          manager_email?: string | null;
          manager_name?: string | null;
          missing_since?: string | null;
          name?: string;
          tier?: string | null;
          total_npcu?: number | null;
          updated_at?: string | null;
        };
        Relationships: [];
      };
      crm_pushes: {
        Row: {
          at: string;
          certified_people: number;
          expiring_certificates: number;
          id: number;
          message: string | null;
          outcome: string;
          partner_id: string;
          step_id: number | null;
          total_npcu: number;
        };
        ComputedFields: never;
        Insert: {
          at: string;
          certified_people: number;
          expiring_certificates: number;
          id?: never;
          message?: string | null;
          outcome: string;
          partner_id: string;
          step_id?: number | null;
          total_npcu: number;
        };
        Update: {
          at?: string;
          certified_people?: number;
          expiring_certificates?: number;
          id?: never;
          message?: string | null;
          outcome?: string;
          partner_id?: string;
          step_id?: number | null;
          total_npcu?: number;
        };
        Relationships: [
          {
            foreignKeyName: 'crm_pushes_step_id_fkey';
            columns: ['step_id'];
            isOneToOne: false;
            referencedRelation: 'task_chain_steps';
            referencedColumns: ['id'];
          },
        ];
      };
      datasets: {
        Row: {
          max_age: string;
          name: string;
          refreshed_at: string | null;
          refreshed_by: number | null;
          row_count: number;
          swept: boolean;
          table_name: string | null;
        };
        ComputedFields: never;
        Insert: {
          max_age?: string;
          name: string;
          refreshed_at?: string | null;
          refreshed_by?: number | null;
          row_count?: number;
          swept?: boolean;
          table_name?: string | null;
        };
        Update: {
          max_age?: string;
          name?: string;
          refreshed_at?: string | null;
          refreshed_by?: number | null;
          row_count?: number;
          swept?: boolean;
          table_name?: string | null;
        };
        Relationships: [];
      };
      enrollments: {
        Row: {
          coach_id: string;
          cohort_id: string | null;
          created_at: string;
          ended_by: string | null;
          field_timestamps: NonNullable<Json>;
          id: string;
          parameters: NonNullable<Json>;
          pauses: NonNullable<Json>;
          program_id: string;
          program_title: string;
          start_date: string;
          status: string;
          sync_state: string;
          synced_days: number;
          updated_at: string;
          user_id: string;
          version_id: string;
        };
        ComputedFields: never;
        Insert: {
          coach_id: string;
          cohort_id?: string | null;
          created_at?: string;
          ended_by?: string | null;
          field_timestamps?: NonNullable<Json>;
          id?: string;
          parameters?: NonNullable<Json>;
          pauses?: NonNullable<Json>;
          program_id: string;
          program_title: string;
          start_date: string;
          status?: string;
          sync_state?: string;
          synced_days?: number;
          updated_at?: string;
          user_id: string;
          version_id: string;
        };
        Update: {
          coach_id?: string;
          cohort_id?: string | null;
          created_at?: string;
          ended_by?: string | null;
          field_timestamps?: NonNullable<Json>;
          id?: string;
          parameters?: NonNullable<Json>;
          pauses?: NonNullable<Json>;
          program_id?: string;
          program_title?: string;
          start_date?: string;
          status?: string;
          sync_state?: string;
          synced_days?: number;
          updated_at?: string;
          user_id?: string;
          version_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'enrollments_coach_id_fkey';
            columns: ['coach_id'];
            isOneToOne: false;
            referencedRelation: 'profiles';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'enrollments_cohort_id_fkey';
            columns: ['cohort_id'];
            isOneToOne: false;
            referencedRelation: 'cohorts';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'enrollments_program_id_fkey';
            columns: ['program_id'];
            isOneToOne: false;
            referencedRelation: 'programs';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'enrollments_user_id_fkey';
            columns: ['user_id'];
            isOneToOne: false;
            referencedRelation: 'profiles';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'enrollments_version_id_fkey';
            columns: ['version_id'];
            isOneToOne: false;
            referencedRelation: 'program_versions';
            referencedColumns: ['id'];
          },
        ];
      };
      feature_flags: {
        Row: {
          description: string;
          everyone: boolean;
          name: string;
          people: string[];
          percentage: number;
          roles: string[];
          updated_at: string;
          updated_by: string | null;
        };
        ComputedFields: never;
        Insert: {
          description?: string;
          everyone?: boolean;
          name: string;
          people?: string[];
          percentage?: number;
          roles?: string[];
          updated_at?: string;
          updated_by?: string | null;
        };
        Update: {
          description?: string;
          everyone?: boolean;
          name?: string;
          people?: string[];
          percentage?: number;
          roles?: string[];
          updated_at?: string;
          updated_by?: string | null;
        };
        Relationships: [];
      };
      gallery_permissions: {
        Row: {
          decided_at: string | null;
          decided_by: string | null;
          reason: string | null;
          requested_at: string;
          state: string;
          user_id: string;
        };
        ComputedFields: never;
        Insert: {
          decided_at?: string | null;
          decided_by?: string | null;
          reason?: string | null;
          requested_at?: string;
          state: string;
          user_id: string;
        };
        Update: {
          decided_at?: string | null;
          decided_by?: string | null;
          reason?: string | null;
          requested_at?: string;
          state?: string;
          user_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'gallery_permissions_decided_by_fkey';
            columns: ['decided_by'];
            isOneToOne: false;
            referencedRelation: 'profiles';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'gallery_permissions_user_id_fkey';
            columns: ['user_id'];
            isOneToOne: true;
            referencedRelation: 'profiles';
            referencedColumns: ['id'];
          },
        ];
      };
      held_deletions: {
        Row: {
          dataset: string;
          decided_at: string | null;
          decided_by: string | null;
          found_at: string;
          id: number;
          missing_count: number;
          row_count: number;
          sample: NonNullable<Json>;
          state: string;
          step_id: number | null;
        };
        ComputedFields: never;
        Insert: {
          dataset: string;
          decided_at?: string | null;
          decided_by?: string | null;
          found_at: string;
          id?: never;
          missing_count: number;
          row_count: number;
          sample: NonNullable<Json>;
          state?: string;
          step_id?: number | null;
        };
        Update: {
          dataset?: string;
          decided_at?: string | null;
          decided_by?: string | null;
          found_at?: string;
          id?: never;
          missing_count?: number;
          row_count?: number;
          sample?: NonNullable<Json>;
          state?: string;
          step_id?: number | null;
        };
        Relationships: [
          {
            foreignKeyName: 'held_deletions_dataset_fkey';
            columns: ['dataset'];
            isOneToOne: false;
            referencedRelation: 'datasets';
            referencedColumns: ['name'];
          },
          {
            foreignKeyName: 'held_deletions_decided_by_fkey';
            columns: ['decided_by'];
            isOneToOne: false;
            referencedRelation: 'profiles';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'held_deletions_step_id_fkey';
            columns: ['step_id'];
            isOneToOne: false;
            referencedRelation: 'task_chain_steps';
            referencedColumns: ['id'];
          },
        ];
      };
      library_blocks: {
        Row: {
          created_at: string;
          field_timestamps: NonNullable<Json>;
          id: string;
          tasks: NonNullable<Json>;
          title: string;
          updated_at: string;
          user_id: string;
        };
        ComputedFields: never;
        Insert: {
          created_at?: string;
          field_timestamps?: NonNullable<Json>;
          id?: string;
          tasks?: NonNullable<Json>;
          title: string;
          updated_at?: string;
          user_id?: string;
        };
        Update: {
          created_at?: string;
          field_timestamps?: NonNullable<Json>;
          id?: string;
          tasks?: NonNullable<Json>;
          title?: string;
          updated_at?: string;
          user_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'library_blocks_user_id_fkey';
            columns: ['user_id'];
            isOneToOne: false;
            referencedRelation: 'profiles';
            referencedColumns: ['id'];
          },
        ];
      };
      lms_course_values: {
        Row: {
          changed_at: string;
          gone_at: string | null;
          gone_run: number | null;
          hash: string;
          id: string;
          missing_since: string | null;
          npcu: number | null;
        };
        ComputedFields: never;
        Insert: {
          changed_at: string;
          gone_at?: string | null;
          gone_run?: number | null;
          hash: string;
          id: string;
          missing_since?: string | null;
          npcu?: number | null;
        };
        Update: {
          changed_at?: string;
          gone_at?: string | null;
          gone_run?: number | null;
          hash?: string;
          id?: string;
          missing_since?: string | null;
          npcu?: number | null;
        };
        Relationships: [];
      };
      lms_courses: {
        Row: {
          changed_at: string;
          gone_at: string | null;
          gone_run: number | null;
          hash: string;
          id: string;
          missing_since: string | null;
          name: string;
          published: boolean | null;
          updated_at: string | null;
        };
        ComputedFields: never;
        Insert: {
          changed_at: string;
          gone_at?: string | null;
          gone_run?: number | null;
          hash: string;
          id: string;
          missing_since?: string | null;
          name: string;
          published?: boolean | null;
          updated_at?: string | null;
        };
        Update: {
          changed_at?: string;
          gone_at?: string | null;
          gone_run?: number | null;
          hash?: string;
          id?: string;
          missing_since?: string | null;
          name?: string;
          published?: boolean | null;
          updated_at?: string | null;
        };
        Relationships: [];
      };
      lms_enrollments: {
        Row: {
          changed_at: string;
          course_id: string;
          enrolled_at: string | null;
          gone_at: string | null;
          gone_run: number | null;
          hash: string;
          id: string;
          missing_since: string | null;
          person_id: string;
          progress: number;
          updated_at: string | null;
        };
        ComputedFields: never;
        Insert: {
          changed_at: string;
          course_id: string;
          enrolled_at?: string | null;
          gone_at?: string | null;
          gone_run?: number | null;
          hash: string;
          id: string;
          missing_since?: string | null;
          person_id: string;
          progress: number;
          updated_at?: string | null;
        };
        Update: {
          changed_at?: string;
          course_id?: string;
          enrolled_at?: string | null;
          gone_at?: string | null;
          gone_run?: number | null;
          hash?: string;
          id?: string;
          missing_since?: string | null;
          person_id?: string;
          progress?: number;
          updated_at?: string | null;
        };
        Relationships: [];
      };
      lms_groups: {
        Row: {
          changed_at: string;
          gone_at: string | null;
          gone_run: number | null;
          hash: string;
          id: string;
          missing_since: string | null;
          name: string;
          updated_at: string | null;
        };
        ComputedFields: never;
        Insert: {
          changed_at: string;
          gone_at?: string | null;
          gone_run?: number | null;
          hash: string;
          id: string;
          missing_since?: string | null;
          name: string;
          updated_at?: string | null;
        };
        Update: {
          changed_at?: string;
          gone_at?: string | null;
          gone_run?: number | null;
          hash?: string;
          id?: string;
          missing_since?: string | null;
          name?: string;
          updated_at?: string | null;
        };
        Relationships: [];
      };
      lms_memberships: {
        Row: {
          changed_at: string;
          gone_at: string | null;
          gone_run: number | null;
          group_id: string;
          hash: string;
          id: string;
          missing_since: string | null;
          person_id: string;
        };
        ComputedFields: never;
        Insert: {
          changed_at: string;
          gone_at?: string | null;
          gone_run?: number | null;
          group_id: string;
          hash: string;
          id: string;
          missing_since?: string | null;
          person_id: string;
        };
        Update: {
          changed_at?: string;
          gone_at?: string | null;
          gone_run?: number | null;
          group_id?: string;
          hash?: string;
          id?: string;
          missing_since?: string | null;
          person_id?: string;
        };
        Relationships: [];
      };
      lms_transcripts: {
        Row: {
          changed_at: string;
          completed_at: string | null;
          course_id: string;
          gone_at: string | null;
          gone_run: number | null;
          hash: string;
          id: string;
          missing_since: string | null;
          person_id: string;
          started_at: string | null;
          status: string;
        };
        ComputedFields: never;
        Insert: {
          changed_at: string;
          completed_at?: string | null;
          course_id: string;
          gone_at?: string | null;
          gone_run?: number | null;
          hash: string;
          id: string;
          missing_since?: string | null;
          person_id: string;
          started_at?: string | null;
          status: string;
        };
        Update: {
          changed_at?: string;
          completed_at?: string | null;
          course_id?: string;
          gone_at?: string | null;
          gone_run?: number | null;
          hash?: string;
          id?: string;
          missing_since?: string | null;
          person_id?: string;
          started_at?: string | null;
          status?: string;
        };
        Relationships: [];
      };
      lms_users: {
        Row: {
          activated_at: string | null;
          changed_at: string;
          email: string;
          first_name: string;
          gone_at: string | null;
          gone_run: number | null;
          hash: string;
          id: string;
          last_name: string;
          missing_since: string | null;
          unsubscribed: boolean;
          updated_at: string | null;
        };
        ComputedFields: never;
        Insert: {
          activated_at?: string | null;
          changed_at: string;
          email: string;
          first_name: string;
          gone_at?: string | null;
          gone_run?: number | null;
          hash: string;
          id: string;
          last_name: string;
          missing_since?: string | null;
          unsubscribed: boolean;
          updated_at?: string | null;
        };
        Update: {
          activated_at?: string | null;
          changed_at?: string;
          email?: string;
          first_name?: string;
          gone_at?: string | null;
          gone_run?: number | null;
          hash?: string;
          id?: string;
          last_name?: string;
          missing_since?: string | null;
          unsubscribed?: boolean;
          updated_at?: string | null;
        };
        Relationships: [];
      };
      mail_outbox: {
        Row: {
          attempts: number;
          begun_at: string | null;
          created_at: string;
          data: NonNullable<Json>;
          error_code: string | null;
          error_message: string | null;
          html: string | null;
          id: string;
          kind: string;
          next_attempt_at: string | null;
          period: string;
          provider_id: string | null;
          recipient: string;
          sent_at: string | null;
          state: string;
          subject: string | null;
          text: string | null;
          token: number;
          unknown_since: string | null;
        };
        ComputedFields: never;
        Insert: {
          attempts?: number;
          begun_at?: string | null;
          created_at?: string;
          data: NonNullable<Json>;
          error_code?: string | null;
          error_message?: string | null;
          html?: string | null;
          id?: string;
          kind: string;
          next_attempt_at?: string | null;
          period: string;
          provider_id?: string | null;
          recipient: string;
          sent_at?: string | null;
          state?: string;
          subject?: string | null;
          text?: string | null;
          token?: number;
          unknown_since?: string | null;
        };
        Update: {
          attempts?: number;
          begun_at?: string | null;
          created_at?: string;
          data?: NonNullable<Json>;
          error_code?: string | null;
          error_message?: string | null;
          html?: string | null;
          id?: string;
          kind?: string;
          next_attempt_at?: string | null;
          period?: string;
          provider_id?: string | null;
          recipient?: string;
          sent_at?: string | null;
          state?: string;
          subject?: string | null;
          text?: string | null;
          token?: number;
          unknown_since?: string | null;
        };
        Relationships: [];
      };
      partner_groups: {
        Row: {
          group_id: string;
          linked_at: string;
          linked_by: string | null;
          method: string;
          partner_id: string;
        };
        ComputedFields: never;
        Insert: {
          group_id: string;
          linked_at: string;
          linked_by?: string | null;
          method: string;
          partner_id: string;
        };
        Update: {
          group_id?: string;
          linked_at?: string;
          linked_by?: string | null;
          method?: string;
          partner_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'partner_groups_linked_by_fkey';
            columns: ['linked_by'];
            isOneToOne: false;
            referencedRelation: 'profiles';
            referencedColumns: ['id'];
          },
        ];
      };
      partner_weeks: {
        Row: {
          certified_people: number;
          expiring_certificates: number;
          partner_id: string;
          total_npcu: number;
          week_start: string;
        };
        ComputedFields: never;
        Insert: {
          certified_people: number;
          expiring_certificates: number;
          partner_id: string;
          total_npcu: number;
          week_start: string;
        };
        Update: {
          certified_people?: number;
          expiring_certificates?: number;
          partner_id?: string;
          total_npcu?: number;
          week_start?: string;
        };
        Relationships: [];
      };
      payment_intents: {
        Row: {
          amount: number;
          coach_id: string | null;
          created_at: string;
          currency: string;
          enrollment_id: string | null;
          expires_at: string;
          id: string;
          payer_name: string;
          program_title: string;
          state: string;
          user_id: string | null;
          version_id: string | null;
        };
        ComputedFields: never;
        Insert: {
          amount: number;
          coach_id?: string | null;
          created_at?: string;
          currency: string;
          enrollment_id?: string | null;
          expires_at: string;
          id?: string;
          payer_name: string;
          program_title: string;
          state?: string;
          user_id?: string | null;
          version_id?: string | null;
        };
        Update: {
          amount?: number;
          coach_id?: string | null;
          created_at?: string;
          currency?: string;
          enrollment_id?: string | null;
          expires_at?: string;
          id?: string;
          payer_name?: string;
          program_title?: string;
          state?: string;
          user_id?: string | null;
          version_id?: string | null;
        };
        Relationships: [
          {
            foreignKeyName: 'payment_intents_coach_id_fkey';
            columns: ['coach_id'];
            isOneToOne: false;
            referencedRelation: 'profiles';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'payment_intents_enrollment_id_fkey';
            columns: ['enrollment_id'];
            isOneToOne: false;
            referencedRelation: 'enrollments';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'payment_intents_user_id_fkey';
            columns: ['user_id'];
            isOneToOne: false;
            referencedRelation: 'profiles';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'payment_intents_version_id_fkey';
            columns: ['version_id'];
            isOneToOne: false;
            referencedRelation: 'program_versions';
            referencedColumns: ['id'];
          },
        ];
      };
      payment_refunds: {
        Row: {
          amount: number;
          coach_id: string | null;
          ends_enrollment: boolean;
          failure: string | null;
          id: string;
          payment_id: string;
          reference: string | null;
          requested_at: string;
          requested_by: string | null;
          settled_at: string | null;
          state: string;
          user_id: string | null;
        };
        ComputedFields: never;
        Insert: {
          amount: number;
          coach_id?: string | null;
          ends_enrollment: boolean;
          failure?: string | null;
          id: string;
          payment_id: string;
          reference?: string | null;
          requested_at?: string;
          requested_by?: string | null;
          settled_at?: string | null;
          state?: string;
          user_id?: string | null;
        };
        Update: {
          amount?: number;
          coach_id?: string | null;
          ends_enrollment?: boolean;
          failure?: string | null;
          id?: string;
          payment_id?: string;
          reference?: string | null;
          requested_at?: string;
          requested_by?: string | null;
          settled_at?: string | null;
          state?: string;
          user_id?: string | null;
        };
        Relationships: [
          {
            foreignKeyName: 'payment_refunds_coach_id_fkey';
            columns: ['coach_id'];
            isOneToOne: false;
            referencedRelation: 'profiles';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'payment_refunds_payment_id_fkey';
            columns: ['payment_id'];
            isOneToOne: false;
            referencedRelation: 'payments';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'payment_refunds_requested_by_fkey';
            columns: ['requested_by'];
            isOneToOne: false;
            referencedRelation: 'profiles';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'payment_refunds_user_id_fkey';
            columns: ['user_id'];
            isOneToOne: false;
            referencedRelation: 'profiles';
            referencedColumns: ['id'];
          },
        ];
      };
      payments: {
        Row: {
          amount: number | null;
          coach_id: string | null;
          currency: string | null;
          decided_at: string | null;
          decided_by: string | null;
          enrollment_id: string | null;
          id: string;
          intent_id: string | null;
          intent_reference: string | null;
          issue: string | null;
          method: string | null;
          note: string;
          payer_name: string;
          program_title: string;
          provider: string;
          received_at: string;
          reference: string;
          state: string;
          user_id: string | null;
        };
        ComputedFields: never;
        Insert: {
          amount?: number | null;
          coach_id?: string | null;
          currency?: string | null;
          decided_at?: string | null;
          decided_by?: string | null;
          enrollment_id?: string | null;
          id?: string;
          intent_id?: string | null;
          intent_reference?: string | null;
          issue?: string | null;
          method?: string | null;
          note?: string;
          payer_name?: string;
          program_title?: string;
          provider: string;
          received_at?: string;
          reference: string;
          state?: string;
          user_id?: string | null;
        };
        Update: {
          amount?: number | null;
          coach_id?: string | null;
          currency?: string | null;
          decided_at?: string | null;
          decided_by?: string | null;
          enrollment_id?: string | null;
          id?: string;
          intent_id?: string | null;
          intent_reference?: string | null;
          issue?: string | null;
          method?: string | null;
          note?: string;
          payer_name?: string;
          program_title?: string;
          provider?: string;
          received_at?: string;
          reference?: string;
          state?: string;
          user_id?: string | null;
        };
        Relationships: [
          {
            foreignKeyName: 'payments_coach_id_fkey';
            columns: ['coach_id'];
            isOneToOne: false;
            referencedRelation: 'profiles';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'payments_decided_by_fkey';
            columns: ['decided_by'];
            isOneToOne: false;
            referencedRelation: 'profiles';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'payments_enrollment_id_fkey';
            columns: ['enrollment_id'];
            isOneToOne: false;
            referencedRelation: 'enrollments';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'payments_intent_id_fkey';
            columns: ['intent_id'];
            isOneToOne: false;
            referencedRelation: 'payment_intents';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'payments_user_id_fkey';
            columns: ['user_id'];
            isOneToOne: false;
            referencedRelation: 'profiles';
            referencedColumns: ['id'];
          },
        ];
      };
      profiles: {
        Row: {
          created_at: string;
          display_name: string;
          email: string;
          field_timestamps: NonNullable<Json>;
          id: string;
          role: string;
          time_zone: string;
          updated_at: string;
        };
        ComputedFields: never;
        Insert: {
          created_at?: string;
          display_name?: string;
          email: string;
          field_timestamps?: NonNullable<Json>;
          id: string;
          role?: string;
          time_zone?: string;
          updated_at?: string;
        };
        Update: {
          created_at?: string;
          display_name?: string;
          email?: string;
          field_timestamps?: NonNullable<Json>;
          id?: string;
          role?: string;
          time_zone?: string;
          updated_at?: string;
        };
        Relationships: [];
      };
      program_activities: {
        Row: {
          cancelled_at: string | null;
          completed_at: string | null;
          created_at: string;
          date: string;
          description: string | null;
          duration: number | null;
          field_timestamps: NonNullable<Json>;
          follow_up_date: string | null;
          follow_up_required: boolean;
          id: string;
          lead_id: string | null;
          local_id: string | null;
          metadata: NonNullable<Json>;
          notes: string | null;
          outcome: string | null;
          status: string;
          time: string | null;
          title: string;
          type: string;
          updated_at: string;
          user_id: string;
        };
        ComputedFields: never;
        Insert: {
          cancelled_at?: string | null;
          completed_at?: string | null;
          created_at?: string;
          date: string;
          description?: string | null;
          duration?: number | null;
          field_timestamps?: NonNullable<Json>;
          follow_up_date?: string | null;
          follow_up_required?: boolean;
          id?: string;
          lead_id?: string | null;
          local_id?: string | null;
          metadata?: NonNullable<Json>;
          notes?: string | null;
          outcome?: string | null;
          status?: string;
          time?: string | null;
          title: string;
          type: string;
          updated_at?: string;
          user_id?: string;
        };
        Update: {
          cancelled_at?: string | null;
          completed_at?: string | null;
          created_at?: string;
          date?: string;
          description?: string | null;
          duration?: number | null;
          field_timestamps?: NonNullable<Json>;
          follow_up_date?: string | null;
          follow_up_required?: boolean;
          id?: string;
          lead_id?: string | null;
          local_id?: string | null;
          metadata?: NonNullable<Json>;
          notes?: string | null;
          outcome?: string | null;
          status?: string;
          time?: string | null;
          title?: string;
          type?: string;
          updated_at?: string;
          user_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'lead_of_the_same_person';
            columns: ['user_id', 'lead_id'];
            isOneToOne: false;
            referencedRelation: 'submissions';
            referencedColumns: ['user_id', 'id'];
          },
          {
            foreignKeyName: 'program_activities_user_id_fkey';
            columns: ['user_id'];
            isOneToOne: false;
            referencedRelation: 'profiles';
            referencedColumns: ['id'];
          },
        ];
      };
      program_custom_activity_types: {
        Row: {
          created_at: string;
          field_timestamps: NonNullable<Json>;
          id: string;
          type_name: string;
          updated_at: string;
          user_id: string;
        };
        ComputedFields: never;
        Insert: {
          created_at?: string;
          field_timestamps?: NonNullable<Json>;
          id: string;
          type_name: string;
          updated_at?: string;
          user_id?: string;
        };
        Update: {
          created_at?: string;
          field_timestamps?: NonNullable<Json>;
          id?: string;
          type_name?: string;
          updated_at?: string;
          user_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'program_custom_activity_types_user_id_fkey';
            columns: ['user_id'];
            isOneToOne: false;
            referencedRelation: 'profiles';
            referencedColumns: ['id'];
          },
        ];
      };
      program_events: {
        Row: {
          at: string;
          id: number;
          kind: string;
          on_day: string;
          program_id: string;
          user_id: string;
        };
        ComputedFields: never;
        Insert: {
          at?: string;
          id?: never;
          kind: string;
          on_day?: string;
          program_id: string;
          user_id: string;
        };
        Update: {
          at?: string;
          id?: never;
          kind?: string;
          on_day?: string;
          program_id?: string;
          user_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'event_of_the_same_person';
            columns: ['user_id', 'program_id'];
            isOneToOne: false;
            referencedRelation: 'programs';
            referencedColumns: ['user_id', 'id'];
          },
          {
            foreignKeyName: 'program_events_user_id_fkey';
            columns: ['user_id'];
            isOneToOne: false;
            referencedRelation: 'profiles';
            referencedColumns: ['id'];
          },
        ];
      };
      program_sync_status: {
        Row: {
          activities_synced: number | null;
          created_at: string | null;
          error_message: string | null;
          id: string;
          last_sync_at: string | null;
          sync_status: string | null;
          updated_at: string | null;
          user_id: string;
        };
        ComputedFields: never;
        Insert: {
          activities_synced?: number | null;
          created_at?: string | null;
          error_message?: string | null;
          id?: string;
          last_sync_at?: string | null;
          sync_status?: string | null;
          updated_at?: string | null;
          user_id?: string;
        };
        Update: {
          activities_synced?: number | null;
          created_at?: string | null;
          error_message?: string | null;
          id?: string;
          last_sync_at?: string | null;
          sync_status?: string | null;
          updated_at?: string | null;
          user_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'program_sync_status_user_id_fkey';
            columns: ['user_id'];
            isOneToOne: true;
            referencedRelation: 'profiles';
            referencedColumns: ['id'];
          },
        ];
      };
      program_tasks: {
        Row: {
          created_at: string;
          day_index: number;
          field_timestamps: NonNullable<Json>;
          id: string;
          is_required: boolean;
          level: string;
          minutes: number | null;
          notes: string | null;
          position: number;
          program_id: string;
          title: string;
          type: string;
          updated_at: string;
          user_id: string;
        };
        ComputedFields: never;
        Insert: {
          created_at?: string;
          day_index: number;
          field_timestamps?: NonNullable<Json>;
          id?: string;
          is_required?: boolean;
          level?: string;
          minutes?: number | null;
          notes?: string | null;
          position?: number;
          program_id: string;
          title: string;
          type?: string;
          updated_at?: string;
          user_id?: string;
        };
        Update: {
          created_at?: string;
          day_index?: number;
          field_timestamps?: NonNullable<Json>;
          id?: string;
          is_required?: boolean;
          level?: string;
          minutes?: number | null;
          notes?: string | null;
          position?: number;
          program_id?: string;
          title?: string;
          type?: string;
          updated_at?: string;
          user_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'program_of_the_same_person';
            columns: ['user_id', 'program_id'];
            isOneToOne: false;
            referencedRelation: 'programs';
            referencedColumns: ['user_id', 'id'];
          },
          {
            foreignKeyName: 'program_tasks_user_id_fkey';
            columns: ['user_id'];
            isOneToOne: false;
            referencedRelation: 'profiles';
            referencedColumns: ['id'];
          },
        ];
      };
      program_version_tasks: {
        Row: {
          day_index: number;
          is_required: boolean;
          level: string;
          minutes: number | null;
          notes: string | null;
          position: number;
          task_id: string;
          title: string;
          type: string;
          version_id: string;
        };
        ComputedFields: never;
        Insert: {
          day_index: number;
          is_required: boolean;
          level: string;
          minutes?: number | null;
          notes?: string | null;
          position: number;
          task_id: string;
          title: string;
          type: string;
          version_id: string;
        };
        Update: {
          day_index?: number;
          is_required?: boolean;
          level?: string;
          minutes?: number | null;
          notes?: string | null;
          position?: number;
          task_id?: string;
          title?: string;
          type?: string;
          version_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'program_version_tasks_version_id_fkey';
            columns: ['version_id'];
            isOneToOne: false;
            referencedRelation: 'program_versions';
            referencedColumns: ['id'];
          },
        ];
      };
      program_versions: {
        Row: {
          currency: string;
          day_counting: string;
          description: string | null;
          id: string;
          kind: string;
          length_days: number;
          minutes: number;
          modules: NonNullable<Json>;
          number: number;
          parameters: NonNullable<Json>;
          preview_days: number | null;
          price: number | null;
          program_id: string;
          published_at: string;
          task_count: number;
          title: string;
          user_id: string;
        };
        ComputedFields: never;
        Insert: {
          currency: string;
          day_counting: string;
          description?: string | null;
          id?: string;
          kind: string;
          length_days: number;
          minutes: number;
          modules: NonNullable<Json>;
          number: number;
          parameters: NonNullable<Json>;
          preview_days?: number | null;
          price?: number | null;
          program_id: string;
          published_at?: string;
          task_count: number;
          title: string;
          user_id: string;
        };
        Update: {
          currency?: string;
          day_counting?: string;
          description?: string | null;
          id?: string;
          kind?: string;
          length_days?: number;
          minutes?: number;
          modules?: NonNullable<Json>;
          number?: number;
          parameters?: NonNullable<Json>;
          preview_days?: number | null;
          price?: number | null;
          program_id?: string;
          published_at?: string;
          task_count?: number;
          title?: string;
          user_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'program_versions_user_id_fkey';
            columns: ['user_id'];
            isOneToOne: false;
            referencedRelation: 'profiles';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'version_of_the_same_person';
            columns: ['user_id', 'program_id'];
            isOneToOne: false;
            referencedRelation: 'programs';
            referencedColumns: ['user_id', 'id'];
          },
        ];
      };
      program_weekly_goals: {
        Row: {
          calls: number;
          created_at: string;
          field_timestamps: NonNullable<Json>;
          follow_ups: number;
          id: string;
          meetings: number;
          new_contacts: number;
          proposals: number;
          updated_at: string;
          user_id: string;
          week_start: string;
        };
        ComputedFields: never;
        Insert: {
          calls: number;
          created_at?: string;
          field_timestamps?: NonNullable<Json>;
          follow_ups: number;
          id: string;
          meetings: number;
          new_contacts: number;
          proposals: number;
          updated_at?: string;
          user_id?: string;
          week_start: string;
        };
        Update: {
          calls?: number;
          created_at?: string;
          field_timestamps?: NonNullable<Json>;
          follow_ups?: number;
          id?: string;
          meetings?: number;
          new_contacts?: number;
          proposals?: number;
          updated_at?: string;
          user_id?: string;
          week_start?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'program_weekly_goals_user_id_fkey';
            columns: ['user_id'];
            isOneToOne: false;
            referencedRelation: 'profiles';
            referencedColumns: ['id'];
          },
        ];
      };
      programs: {
        Row: {
          approved_at: string | null;
          approved_version: number | null;
          created_at: string;
          currency: string;
          day_counting: string;
          description: string | null;
          field_timestamps: NonNullable<Json>;
          id: string;
          kind: string;
          length_days: number;
          link_token: string;
          minor_changes_follow: boolean;
          modules: NonNullable<Json>;
          parameters: NonNullable<Json>;
          preview_days: number | null;
          price: number | null;
          published_version: number | null;
          title: string;
          updated_at: string;
          user_id: string;
          visibility: string;
        };
        ComputedFields: never;
        Insert: {
          approved_at?: string | null;
          approved_version?: number | null;
          created_at?: string;
          currency?: string;
          day_counting?: string;
          description?: string | null;
          field_timestamps?: NonNullable<Json>;
          id?: string;
          kind?: string;
          length_days?: number;
          link_token?: string;
          minor_changes_follow?: boolean;
          modules?: NonNullable<Json>;
          parameters?: NonNullable<Json>;
          preview_days?: number | null;
          price?: number | null;
          published_version?: number | null;
          title: string;
          updated_at?: string;
          user_id?: string;
          visibility?: string;
        };
        Update: {
          approved_at?: string | null;
          approved_version?: number | null;
          created_at?: string;
          currency?: string;
          day_counting?: string;
          description?: string | null;
          field_timestamps?: NonNullable<Json>;
          id?: string;
          kind?: string;
          length_days?: number;
          link_token?: string;
          minor_changes_follow?: boolean;
          modules?: NonNullable<Json>;
          parameters?: NonNullable<Json>;
          preview_days?: number | null;
          price?: number | null;
          published_version?: number | null;
          title?: string;
          updated_at?: string;
          user_id?: string;
          visibility?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'programs_user_id_fkey';
            columns: ['user_id'];
            isOneToOne: false;
            referencedRelation: 'profiles';
            referencedColumns: ['id'];
          },
        ];
      };
      report_recipients: {
        Row: {
          added_at: string;
          added_by: string | null;
          email: string;
          kind: string;
        };
        ComputedFields: never;
        Insert: {
          added_at?: string;
          added_by?: string | null;
          email: string;
          kind: string;
        };
        Update: {
          added_at?: string;
          added_by?: string | null;
          email?: string;
          kind?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'report_recipients_added_by_fkey';
            columns: ['added_by'];
            isOneToOne: false;
            referencedRelation: 'profiles';
            referencedColumns: ['id'];
          },
        ];
      };
      row_history: {
        Row: {
          actor: string | null;
          after: Json | null;
          at: string;
          before: Json | null;
          device_id: string | null;
          id: number;
          is_offer: boolean;
          op: string;
          row_id: string;
          table_name: string;
          user_id: string;
        };
        ComputedFields: never;
        Insert: {
          actor?: string | null;
          after?: Json | null;
          at?: string;
          before?: Json | null;
          device_id?: string | null;
          id?: never;
          is_offer?: boolean;
          op: string;
          row_id: string;
          table_name: string;
          user_id: string;
        };
        Update: {
          actor?: string | null;
          after?: Json | null;
          at?: string;
          before?: Json | null;
          device_id?: string | null;
          id?: never;
          is_offer?: boolean;
          op?: string;
          row_id?: string;
          table_name?: string;
          user_id?: string;
        };
        Relationships: [];
      };
      scheduled_tasks: {
        Row: {
          after_task: string | null;
          chain_order: number | null;
          enabled: boolean;
          job: string | null;
          local_times: unknown[];
          mode: string;
          name: string;
          next_at: string | null;
          overlap: string;
          required: boolean;
          skipped_slot: string | null;
          task_chain: string | null;
          time_zone: string;
          title: string;
          updated_at: string;
          updated_by: string | null;
          weekdays: number[];
        };
        ComputedFields: never;
        Insert: {
          after_task?: string | null;
          chain_order?: number | null;
          enabled?: boolean;
          job?: string | null;
          local_times?: unknown[];
          mode?: string;
          name: string;
          next_at?: string | null;
          overlap?: string;
          required?: boolean;
          skipped_slot?: string | null;
          task_chain?: string | null;
          time_zone?: string;
          title: string;
          updated_at?: string;
          updated_by?: string | null;
          weekdays?: number[];
        };
        Update: {
          after_task?: string | null;
          chain_order?: number | null;
          enabled?: boolean;
          job?: string | null;
          local_times?: unknown[];
          mode?: string;
          name?: string;
          next_at?: string | null;
          overlap?: string;
          required?: boolean;
          skipped_slot?: string | null;
          task_chain?: string | null;
          time_zone?: string;
          title?: string;
          updated_at?: string;
          updated_by?: string | null;
          weekdays?: number[];
        };
        Relationships: [
          {
            foreignKeyName: 'scheduled_tasks_after_task_fkey';
            columns: ['after_task'];
            isOneToOne: false;
            referencedRelation: 'scheduled_tasks';
            referencedColumns: ['name'];
          },
          {
            foreignKeyName: 'scheduled_tasks_task_chain_fkey';
            columns: ['task_chain'];
            isOneToOne: false;
            referencedRelation: 'scheduled_tasks';
            referencedColumns: ['name'];
          },
          {
            foreignKeyName: 'scheduled_tasks_updated_by_fkey';
            columns: ['updated_by'];
            isOneToOne: false;
            referencedRelation: 'profiles';
            referencedColumns: ['id'];
          },
        ];
      };
      submissions: {
        Row: {
          company: string | null;
          created_at: string;
          email: string | null;
          field_timestamps: NonNullable<Json>;
          id: string;
          name: string;
          notes: string | null;
          phone: string | null;
          status: string;
          updated_at: string;
          user_id: string;
        };
        ComputedFields: never;
        Insert: {
          company?: string | null;
          created_at?: string;
          email?: string | null;
          field_timestamps?: NonNullable<Json>;
          id?: string;
          name: string;
          notes?: string | null;
          phone?: string | null;
          status?: string;
          updated_at?: string;
          user_id?: string;
        };
        Update: {
          company?: string | null;
          created_at?: string;
          email?: string | null;
          field_timestamps?: NonNullable<Json>;
          id?: string;
          name?: string;
          notes?: string | null;
          phone?: string | null;
          status?: string;
          updated_at?: string;
          user_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'submissions_user_id_fkey';
            columns: ['user_id'];
            isOneToOne: false;
            referencedRelation: 'profiles';
            referencedColumns: ['id'];
          },
        ];
      };
      sync_conflicts: {
        Row: {
          created_at: string;
          field: string;
          field_timestamps: NonNullable<Json>;
          id: string;
          kept_at: string;
          kept_device: string | null;
          kind: string;
          lost: Json | null;
          lost_at: string;
          lost_device: string | null;
          row_id: string;
          table_name: string;
          updated_at: string;
          user_id: string;
        };
        ComputedFields: never;
        Insert: {
          created_at?: string;
          field: string;
          field_timestamps?: NonNullable<Json>;
          id: string;
          kept_at: string;
          kept_device?: string | null;
          kind: string;
          lost?: Json | null;
          lost_at: string;
          lost_device?: string | null;
          row_id: string;
          table_name: string;
          updated_at?: string;
          user_id: string;
        };
        Update: {
          created_at?: string;
          field?: string;
          field_timestamps?: NonNullable<Json>;
          id?: string;
          kept_at?: string;
          kept_device?: string | null;
          kind?: string;
          lost?: Json | null;
          lost_at?: string;
          lost_device?: string | null;
          row_id?: string;
          table_name?: string;
          updated_at?: string;
          user_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'sync_conflicts_user_id_fkey';
            columns: ['user_id'];
            isOneToOne: false;
            referencedRelation: 'profiles';
            referencedColumns: ['id'];
          },
        ];
      };
      sync_devices: {
        Row: {
          app_version: string;
          created_at: string;
          id: string;
          last_seen_at: string;
          last_seq: number;
          name: string;
          pending: number;
          rejected: number;
          user_id: string;
        };
        ComputedFields: never;
        Insert: {
          app_version?: string;
          created_at?: string;
          id: string;
          last_seen_at?: string;
          last_seq?: number;
          name?: string;
          pending?: number;
          rejected?: number;
          user_id: string;
        };
        Update: {
          app_version?: string;
          created_at?: string;
          id?: string;
          last_seen_at?: string;
          last_seq?: number;
          name?: string;
          pending?: number;
          rejected?: number;
          user_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'sync_devices_user_id_fkey';
            columns: ['user_id'];
            isOneToOne: false;
            referencedRelation: 'profiles';
            referencedColumns: ['id'];
          },
        ];
      };
      sync_reports: {
        Row: {
          app_version: string;
          at: string;
          device_id: string;
          drift: string[];
          duration_ms: number;
          id: string;
          oldest_pending_ms: number | null;
          outcome: string;
          received: number;
          rejections: NonNullable<Json>;
          sent: number;
          unrepaired: NonNullable<Json>;
          user_id: string;
        };
        ComputedFields: never;
        Insert: {
          app_version?: string;
          at: string;
          device_id: string;
          drift?: string[];
          duration_ms: number;
          id: string;
          oldest_pending_ms?: number | null;
          outcome: string;
          received: number;
          rejections?: NonNullable<Json>;
          sent: number;
          unrepaired?: NonNullable<Json>;
          user_id: string;
        };
        Update: {
          app_version?: string;
          at?: string;
          device_id?: string;
          drift?: string[];
          duration_ms?: number;
          id?: string;
          oldest_pending_ms?: number | null;
          outcome?: string;
          received?: number;
          rejections?: NonNullable<Json>;
          sent?: number;
          unrepaired?: NonNullable<Json>;
          user_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'sync_reports_user_id_fkey';
            columns: ['user_id'];
            isOneToOne: false;
            referencedRelation: 'profiles';
            referencedColumns: ['id'];
          },
        ];
      };
      task_chain_events: {
        Row: {
          at: string;
          code: string;
          id: number;
          message: string;
          step_id: number;
        };
        ComputedFields: never;
        Insert: {
          at: string;
          code: string;
          id?: never;
          message?: string;
          step_id: number;
        };
        Update: {
          at?: string;
          code?: string;
          id?: never;
          message?: string;
          step_id?: number;
        };
        Relationships: [
          {
            foreignKeyName: 'task_chain_events_step_id_fkey';
            columns: ['step_id'];
            isOneToOne: false;
            referencedRelation: 'task_chain_steps';
            referencedColumns: ['id'];
          },
        ];
      };
      task_chain_logs: {
        Row: {
          chain_name: string;
          completed_at: string | null;
          current_step: string | null;
          dry_run: boolean;
          error_code: string | null;
          error_message: string | null;
          id: number;
          requested_by: string | null;
          slot: string | null;
          slot_zone: string | null;
          started_at: string;
          status: string;
          steps_completed: NonNullable<Json>;
          total_duration_seconds: number | null;
          trigger: string;
        };
        ComputedFields: never;
        Insert: {
          chain_name: string;
          completed_at?: string | null;
          current_step?: string | null;
          dry_run?: boolean;
          error_code?: string | null;
          error_message?: string | null;
          id?: never;
          requested_by?: string | null;
          slot?: string | null;
          slot_zone?: string | null;
          started_at?: string;
          status?: string;
          steps_completed?: NonNullable<Json>;
          total_duration_seconds?: number | null;
          trigger: string;
        };
        Update: {
          chain_name?: string;
          completed_at?: string | null;
          current_step?: string | null;
          dry_run?: boolean;
          error_code?: string | null;
          error_message?: string | null;
          id?: never;
          requested_by?: string | null;
          slot?: string | null;
          slot_zone?: string | null;
          started_at?: string;
          status?: string;
          steps_completed?: NonNullable<Json>;
          total_duration_seconds?: number | null;
          trigger?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'task_chain_logs_chain_name_fkey';
            columns: ['chain_name'];
            isOneToOne: false;
            referencedRelation: 'scheduled_tasks';
            referencedColumns: ['name'];
          },
          {
            foreignKeyName: 'task_chain_logs_requested_by_fkey';
            columns: ['requested_by'];
            isOneToOne: false;
            referencedRelation: 'profiles';
            referencedColumns: ['id'];
          },
        ];
      };
      task_chain_steps: {
        Row: {
          api: string | null;
          attempts: number;
          chain_order: number;
          changed_since: string | null;
          checkpoint: Json | null;
          completed_at: string | null;
          created_rows: number;
          error_code: string | null;
          error_message: string | null;
          expected_rows: number | null;
          gone_rows: number;
          held_rows: number;
          id: number;
          job: string;
          last_page: string | null;
          lease_until: string | null;
          lost_leases: number;
          mode: string;
          next_attempt_at: string | null;
          notes: NonNullable<Json>;
          pages: number;
          read_rows: number;
          requests: number;
          required: boolean;
          run_id: number;
          started_at: string | null;
          status: string;
          task: string;
          token: number;
          unchanged_rows: number;
          updated_rows: number;
        };
        ComputedFields: never;
        Insert: {
          api?: string | null;
          attempts?: number;
          chain_order: number;
          changed_since?: string | null;
          checkpoint?: Json | null;
          completed_at?: string | null;
          created_rows?: number;
          error_code?: string | null;
          error_message?: string | null;
          expected_rows?: number | null;
          gone_rows?: number;
          held_rows?: number;
          id?: never;
          job: string;
          last_page?: string | null;
          lease_until?: string | null;
          lost_leases?: number;
          mode: string;
          next_attempt_at?: string | null;
          notes?: NonNullable<Json>;
          pages?: number;
          read_rows?: number;
          requests?: number;
          required: boolean;
          run_id: number;
          started_at?: string | null;
          status?: string;
          task: string;
          token?: number;
          unchanged_rows?: number;
          updated_rows?: number;
        };
        Update: {
          api?: string | null;
          attempts?: number;
          chain_order?: number;
          changed_since?: string | null;
          checkpoint?: Json | null;
          completed_at?: string | null;
          created_rows?: number;
          error_code?: string | null;
          error_message?: string | null;
          expected_rows?: number | null;
          gone_rows?: number;
          held_rows?: number;
          id?: never;
          job?: string;
          last_page?: string | null;
          lease_until?: string | null;
          lost_leases?: number;
          mode?: string;
          next_attempt_at?: string | null;
          notes?: NonNullable<Json>;
          pages?: number;
          read_rows?: number;
          requests?: number;
          required?: boolean;
          run_id?: number;
          started_at?: string | null;
          status?: string;
          task?: string;
          token?: number;
          unchanged_rows?: number;
          updated_rows?: number;
        };
        Relationships: [
          {
            foreignKeyName: 'task_chain_steps_run_id_fkey';
            columns: ['run_id'];
            isOneToOne: false;
            referencedRelation: 'task_chain_logs';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'task_chain_steps_task_fkey';
            columns: ['task'];
            isOneToOne: false;
            referencedRelation: 'scheduled_tasks';
            referencedColumns: ['name'];
          },
        ];
      };
      task_clears: {
        Row: {
          at: string;
          cohort_id: string | null;
          deleted: number;
          enrollment_id: string | null;
          forgotten_at: string | null;
          id: string;
          program_id: string;
          undone_at: string | null;
          user_id: string;
        };
        ComputedFields: never;
        Insert: {
          at?: string;
          cohort_id?: string | null;
          deleted: number;
          enrollment_id?: string | null;
          forgotten_at?: string | null;
          id?: string;
          program_id: string;
          undone_at?: string | null;
          user_id: string;
        };
        Update: {
          at?: string;
          cohort_id?: string | null;
          deleted?: number;
          enrollment_id?: string | null;
          forgotten_at?: string | null;
          id?: string;
          program_id?: string;
          undone_at?: string | null;
          user_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'task_clears_cohort_id_fkey';
            columns: ['cohort_id'];
            isOneToOne: false;
            referencedRelation: 'cohorts';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'task_clears_enrollment_id_fkey';
            columns: ['enrollment_id'];
            isOneToOne: false;
            referencedRelation: 'enrollments';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'task_clears_program_id_fkey';
            columns: ['program_id'];
            isOneToOne: false;
            referencedRelation: 'programs';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'task_clears_user_id_fkey';
            columns: ['user_id'];
            isOneToOne: false;
            referencedRelation: 'profiles';
            referencedColumns: ['id'];
          },
        ];
      };
      tasks: {
        Row: {
          client_locked: boolean;
          client_notes: string | null;
          coach_edit_seen_at: string | null;
          coach_edited_at: string | null;
          created_at: string;
          date: string;
          done_at: string | null;
          enrollment_id: string | null;
          field_timestamps: NonNullable<Json>;
          id: string;
          is_required: boolean;
          minutes: number | null;
          notes: string | null;
          position: number;
          program_day: number | null;
          source_type: string;
          status: string;
          template_task_id: string | null;
          title: string;
          type: string;
          updated_at: string;
          user_id: string;
        };
        ComputedFields: never;
        Insert: {
          client_locked?: boolean;
          client_notes?: string | null;
          coach_edit_seen_at?: string | null;
          coach_edited_at?: string | null;
          created_at?: string;
          date: string;
          done_at?: string | null;
          enrollment_id?: string | null;
          field_timestamps?: NonNullable<Json>;
          id?: string;
          is_required?: boolean;
          minutes?: number | null;
          notes?: string | null;
          position?: number;
          program_day?: number | null;
          source_type?: string;
          status?: string;
          template_task_id?: string | null;
          title: string;
          type?: string;
          updated_at?: string;
          user_id?: string;
        };
        Update: {
          client_locked?: boolean;
          client_notes?: string | null;
          coach_edit_seen_at?: string | null;
          coach_edited_at?: string | null;
          created_at?: string;
          date?: string;
          done_at?: string | null;
          enrollment_id?: string | null;
          field_timestamps?: NonNullable<Json>;
          id?: string;
          is_required?: boolean;
          minutes?: number | null;
          notes?: string | null;
          position?: number;
          program_day?: number | null;
          source_type?: string;
          status?: string;
          template_task_id?: string | null;
          title?: string;
          type?: string;
          updated_at?: string;
          user_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'tasks_enrollment_id_fkey';
            columns: ['enrollment_id'];
            isOneToOne: false;
            referencedRelation: 'enrollments';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'tasks_user_id_fkey';
            columns: ['user_id'];
            isOneToOne: false;
            referencedRelation: 'profiles';
            referencedColumns: ['id'];
          },
        ];
      };
      version_reviews: {
        Row: {
          is_approved: boolean;
          reason: string | null;
          reviewed_at: string;
          reviewed_by: string | null;
          version_id: string;
        };
        ComputedFields: never;
        Insert: {
          is_approved: boolean;
          reason?: string | null;
          reviewed_at?: string;
          reviewed_by?: string | null;
          version_id: string;
        };
        Update: {
          is_approved?: boolean;
          reason?: string | null;
          reviewed_at?: string;
          reviewed_by?: string | null;
          version_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'version_reviews_reviewed_by_fkey';
            columns: ['reviewed_by'];
            isOneToOne: false;
            referencedRelation: 'profiles';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'version_reviews_version_id_fkey';
            columns: ['version_id'];
            isOneToOne: true;
            referencedRelation: 'program_versions';
            referencedColumns: ['id'];
          },
        ];
      };
    };
    Views: {
      [_ in never]: never;
    };
    Functions: {
      accept_payment: { Args: { enrollment?: string; payment: string }; Returns: Json };
      account_exists: { Args: { account: string }; Returns: boolean };
      add_client_task: { Args: { cohort?: string; enrollment?: string; id: string; task: Json }; Returns: Json };
      admin_week: { Args: { week_start: string }; Returns: Json };
      all_program_statistics: { Args: Record<PropertyKey, never>; Returns: Json };
      begin_mail: { Args: { html: string; mail: string; subject: string; text: string; token: number }; Returns: Json };
      begin_refund: {
        Args: { amount?: number; ends_enrollment?: boolean; payment: string; request: string };
        Returns: Json;
      };
      cancel_run: { Args: { run: number }; Returns: undefined };
      chain_run: { Args: { run: number }; Returns: Json };
      chain_runs: { Args: { before?: number; chain?: string; status?: string }; Returns: Json };
      change_client_task: { Args: { everyone?: boolean; fields: Json; task: string }; Returns: Json };
      clear_tasks: {
        Args: {
          cohort?: string;
          dry_run?: boolean;
          enrollment?: string;
          first_day?: number;
          last_day?: number;
          request?: string;
        };
        Returns: Json;
      };
      client_days: { Args: { client: string; first: string; last: string }; Returns: Json };
      client_progress: { Args: { client: string; enrollment?: string }; Returns: Json };
      cohort_board: { Args: { cohort: string; first: string; last: string }; Returns: Json };
      cohort_by_link: { Args: { token: string }; Returns: Json };
      cohort_invitation: { Args: { token: string }; Returns: Json };
      cohort_link: { Args: { cohort: string }; Returns: string };
      cohort_members: { Args: { cohort: string }; Returns: Json };
      confirm_enrollment: {
        Args: { amount: number; enrollment: string; method: string; note?: string; request: string };
        Returns: Json;
      };
      decide_deletions: { Args: { approve: boolean; held: number }; Returns: number };
      delete_cohort: { Args: { cohort: string; end_members: boolean; remove_tasks?: boolean }; Returns: number };
      edit_schedule: {
        Args: { enabled: boolean; local_times: string[]; task: string; time_zone: string; weekdays: number[] };
        Returns: undefined;
      };
      end_connection: { Args: { connection: string }; Returns: undefined };
      end_enrollment: { Args: { enrollment: string; remove_tasks?: boolean }; Returns: number };
      enroll_in_cohort: { Args: { client: string; cohort: string; parameters?: Json }; Returns: Json };
      enroll_in_version: {
        Args: { client: string; parameters?: Json; start_date: string; version: string };
        Returns: Json;
      };
      enrollee_names: { Args: { program: string }; Returns: Json };
      ensure_day_tasks: { Args: { day: string }; Returns: Json };
      fail_step: {
        Args: { code: string; message: string; retryable: boolean; step: number; token: number };
        Returns: undefined;
      };
      finish_step: { Args: { step: number; token: number }; Returns: undefined };
      gallery_program: { Args: { version: string }; Returns: Json };
      gallery_queue: { Args: Record<PropertyKey, never>; Returns: Json };
      hand_over_programs: {
        Args: { coach: string; dry_run?: boolean; request?: string; successor?: string };
        Returns: Json;
      };
      import_program: {
        Args: { parameters: Json; start_date: string; token: string; version: string };
        Returns: string;
      };
      invite_client: { Args: { email: string }; Returns: string };
      invite_clients: { Args: { emails: string[] }; Returns: Json };
      join_cohort: { Args: { parameters?: Json; token: string }; Returns: Json };
      last_tick: { Args: Record<PropertyKey, never>; Returns: string };
      link_group: { Args: { lms_group: string; partner?: string }; Returns: undefined };
      linked_program: { Args: { token: string }; Returns: Json };
      mail_failed: {
        Args: { code: string; mail: string; may_be_sent: boolean; message: string; retryable: boolean; token: number };
        Returns: undefined;
      };
      mail_recipients: { Args: Record<PropertyKey, never>; Returns: Json };
      mail_sent: { Args: { mail: string; provider: string }; Returns: undefined };
      move_enrollment: {
        Args: {
          cohort?: string;
          dry_run?: boolean;
          enrollment?: string;
          program?: string;
          request?: string;
          version?: string;
        };
        Returns: Json;
      };
      my_coaches: { Args: Record<PropertyKey, never>; Returns: Json };
      my_connections: { Args: Record<PropertyKey, never>; Returns: Json };
      my_flags: { Args: Record<PropertyKey, never>; Returns: Json };
      next_courses_without_value: { Args: { after: string; most: number; step: number; token: number }; Returns: Json };
      next_parents: {
        Args: { after: string; dataset: string; most: number; step: number; token: number };
        Returns: Json;
      };
      next_push: { Args: { after: string; most: number; step: number; token: number }; Returns: Json };
      next_transcripts: { Args: { after: string; most: number; step: number; token: number }; Returns: Json };
      partner_detail: { Args: { partner: string }; Returns: Json };
      partner_list: { Args: Record<PropertyKey, never>; Returns: Json };
      pause_api: { Args: { seconds?: number; step: number; token: number }; Returns: undefined };
      pause_enrollment: {
        Args: {
          dry_run?: boolean;
          enrollment: string;
          first_date: string;
          last_date: string;
          mode: string;
          request?: string;
        };
        Returns: Json;
      };
      pause_mails: { Args: { mail: string; seconds?: number; token: number }; Returns: undefined };
      payer_addresses: { Args: Record<PropertyKey, never>; Returns: Json };
      postpone_mails: { Args: { code: string; message: string; token?: number }; Returns: number };
      preview_slots: { Args: { local_times: string[]; time_zone: string; weekdays: number[] }; Returns: Json };
      preview_version: { Args: { token: string; version: string }; Returns: Json };
      program_by_link: { Args: { token: string }; Returns: Json };
      program_counts: { Args: { program: string }; Returns: Json };
      program_statistics: { Args: { program: string }; Returns: Json };
      publication_effect: { Args: { program: string }; Returns: Json };
      publish_program: { Args: { program: string }; Returns: Json };
      queue_preview: { Args: { kind: string; manager?: string }; Returns: Json };
      queue_reports: { Args: { after: string; most: number; step: number; token: number }; Returns: Json };
      quote_payment: { Args: { enrollment: string }; Returns: Json };
      record_payment: {
        Args: { amount: number; currency: string; intent: string; provider: string; reference: string };
        Returns: string;
      };
      record_refund: {
        Args: { amount: number; payment_reference: string; provider: string; reference: string; request?: string };
        Returns: Json;
      };
      record_sync_failure: { Args: { enrollment: string }; Returns: undefined };
      record_unreadable_payment: { Args: { body: string; provider: string }; Returns: string };
      release_step: { Args: { step: number; token: number }; Returns: undefined };
      remove_client_task: { Args: { everyone?: boolean; task: string; with_notes?: boolean }; Returns: Json };
      remove_device: { Args: { device: string }; Returns: boolean };
      remove_program_tasks: { Args: { program: string }; Returns: number };
      renew_cohort_link: { Args: { cohort: string }; Returns: string };
      report_data: { Args: { kind: string; manager?: string }; Returns: Json };
      report_sync: { Args: { device: string; reports: Json }; Returns: undefined };
      request_gallery_permission: { Args: Record<PropertyKey, never>; Returns: undefined };
      reschedule: {
        Args: { cohort?: string; dry_run?: boolean; enrollment?: string; request?: string; start_date?: string };
        Returns: Json;
      };
      reserve_requests: { Args: { step: number; token: number; wanted: number }; Returns: Json };
      respond_to_invitation: { Args: { accept: boolean; connection: string }; Returns: undefined };
      resume_enrollment: {
        Args: { dry_run?: boolean; enrollment: string; first_date: string; request?: string };
        Returns: Json;
      };
      resume_run: { Args: { run: number }; Returns: undefined };
      retry_mail: { Args: { mail: string }; Returns: undefined };
      review_version: { Args: { approved: boolean; reason?: string; version: string }; Returns: undefined };
      run_chain: { Args: { chain: string; dry_run?: boolean; only_task?: string }; Returns: number };
      run_internal_step: { Args: { step: number; token: number }; Returns: undefined };
      search_gallery: { Args: { kind?: string; page: number; query: string }; Returns: Json };
      set_gallery_permission: { Args: { granted: boolean; person: string; reason?: string }; Returns: undefined };
      set_report_recipients: { Args: { emails: string[]; kind: string }; Returns: Json };
      set_role: { Args: { new_role: string; person: string }; Returns: undefined };
      settle_payment: { Args: { payment: string }; Returns: Json };
      settle_refund: { Args: { failure?: string; reference: string; refund: string }; Returns: Json };
      skip_step: { Args: { step: number }; Returns: undefined };
      store_page: { Args: { page: Json; step: number; token: number }; Returns: undefined };
      store_push: { Args: { items: Json; step: number; token: number }; Returns: undefined };
      sync_check: { Args: { request: Json }; Returns: Json };
      sync_cohort_tasks: {
        Args: { cohort: string; dry_run?: boolean; first_day?: number; last_day?: number; request?: string };
        Returns: Json;
      };
      sync_enrollment_tasks: {
        Args: {
          dry_run?: boolean;
          enrollment: string;
          first_day?: number;
          from_today?: boolean;
          last_day?: number;
          request?: string;
        };
        Returns: Json;
      };
      sync_health: { Args: { since: string; until: string }; Returns: Json };
      sync_pull: { Args: { request: Json }; Returns: Json };
      sync_push: { Args: { request: Json }; Returns: Json };
      system_overview: { Args: Record<PropertyKey, never>; Returns: Json };
      take_mail: { Args: Record<PropertyKey, never>; Returns: Json };
      take_step: { Args: Record<PropertyKey, never>; Returns: Json };
      timetable: { Args: Record<PropertyKey, never>; Returns: Json };
      tool_result: { Args: { request: string }; Returns: Json };
      undo_clear: { Args: { clear_id: string; request?: string }; Returns: Json };
      undo_confirmation: { Args: { payment: string }; Returns: Json };
      unfinished_enrollments: { Args: Record<PropertyKey, never>; Returns: Json };
      unlinked_groups: { Args: Record<PropertyKey, never>; Returns: Json };
      unpublish_program: { Args: { program: string }; Returns: undefined };
      user_activity_metrics: { Args: { from_date: string; person: string; to_date: string }; Returns: Json };
    };
    Enums: {
      [_ in never]: never;
    };
    CompositeTypes: {
      [_ in never]: never;
    };
  };
};

type DatabaseWithoutInternals = Omit<Database, '__InternalSupabase'>;

type DefaultSchema = DatabaseWithoutInternals[Extract<keyof Database, 'public'>];

export type Tables<
  DefaultSchemaTableNameOrOptions extends
    keyof (DefaultSchema['Tables'] & DefaultSchema['Views']) | { schema: keyof DatabaseWithoutInternals },
  TableName extends (DefaultSchemaTableNameOrOptions extends {
    schema: keyof DatabaseWithoutInternals;
  }
    ? keyof (DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions['schema']]['Tables'] &
        DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions['schema']]['Views'])
    : never) = never,
> = DefaultSchemaTableNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
  ? (DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions['schema']]['Tables'] &
      DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions['schema']]['Views'])[TableName] extends {
      Row: infer R;
    }
    ? R
    : never
  : DefaultSchemaTableNameOrOptions extends keyof (DefaultSchema['Tables'] & DefaultSchema['Views'])
    ? (DefaultSchema['Tables'] & DefaultSchema['Views'])[DefaultSchemaTableNameOrOptions] extends {
        Row: infer R;
      }
      ? R
      : never
    : never;

export type TablesInsert<
  DefaultSchemaTableNameOrOptions extends keyof DefaultSchema['Tables'] | { schema: keyof DatabaseWithoutInternals },
  TableName extends (DefaultSchemaTableNameOrOptions extends {
    schema: keyof DatabaseWithoutInternals;
  }
    ? keyof DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions['schema']]['Tables']
    : never) = never,
> = DefaultSchemaTableNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
  ? DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions['schema']]['Tables'][TableName] extends {
      Insert: infer I;
    }
    ? I
    : never
  : DefaultSchemaTableNameOrOptions extends keyof DefaultSchema['Tables']
    ? DefaultSchema['Tables'][DefaultSchemaTableNameOrOptions] extends {
        Insert: infer I;
      }
      ? I
      : never
    : never;

export type TablesUpdate<
  DefaultSchemaTableNameOrOptions extends keyof DefaultSchema['Tables'] | { schema: keyof DatabaseWithoutInternals },
  TableName extends (DefaultSchemaTableNameOrOptions extends {
    schema: keyof DatabaseWithoutInternals;
  }
    ? keyof DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions['schema']]['Tables']
    : never) = never,
> = DefaultSchemaTableNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
  ? DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions['schema']]['Tables'][TableName] extends {
      Update: infer U;
    }
    ? U
    : never
  : DefaultSchemaTableNameOrOptions extends keyof DefaultSchema['Tables']
    ? DefaultSchema['Tables'][DefaultSchemaTableNameOrOptions] extends {
        Update: infer U;
      }
      ? U
      : never
    : never;

export type Enums<
  DefaultSchemaEnumNameOrOptions extends keyof DefaultSchema['Enums'] | { schema: keyof DatabaseWithoutInternals },
  EnumName extends (DefaultSchemaEnumNameOrOptions extends {
    schema: keyof DatabaseWithoutInternals;
  }
    ? keyof DatabaseWithoutInternals[DefaultSchemaEnumNameOrOptions['schema']]['Enums']
    : never) = never,
> = DefaultSchemaEnumNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
  ? DatabaseWithoutInternals[DefaultSchemaEnumNameOrOptions['schema']]['Enums'][EnumName]
  : DefaultSchemaEnumNameOrOptions extends keyof DefaultSchema['Enums']
    ? DefaultSchema['Enums'][DefaultSchemaEnumNameOrOptions]
    : never;

export type CompositeTypes<
  PublicCompositeTypeNameOrOptions extends
    keyof DefaultSchema['CompositeTypes'] | { schema: keyof DatabaseWithoutInternals },
  CompositeTypeName extends (PublicCompositeTypeNameOrOptions extends {
    schema: keyof DatabaseWithoutInternals;
  }
    ? keyof DatabaseWithoutInternals[PublicCompositeTypeNameOrOptions['schema']]['CompositeTypes']
    : never) = never,
> = PublicCompositeTypeNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
  ? DatabaseWithoutInternals[PublicCompositeTypeNameOrOptions['schema']]['CompositeTypes'][CompositeTypeName]
  : PublicCompositeTypeNameOrOptions extends keyof DefaultSchema['CompositeTypes']
    ? DefaultSchema['CompositeTypes'][PublicCompositeTypeNameOrOptions]
    : never;

export const Constants = {
  public: {
    Enums: {},
  },
} as const;
